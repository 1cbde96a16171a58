"""What this room, and the libraries behind signing in, hold about people."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import Basis, Erasure, Holding, Match, declare
from milepost.kernel.retention import Retention, keep_for

WHILE_MEMBER = _("As long as the account exists; an erasure ends it.")
RECORD = _("As long as the instance; without a name after an erasure.")

declare(
    "accounts.User",
    Holding(
        role=_("the account"),
        found_by={"uuid": Match.KEY},
        fields={
            "email": Erasure.ADDRESS,
            "name": Erasure.PSEUDONYM,
            "language": Erasure.EMPTY,
            "last_login": Erasure.EMPTY,
            "joined_at": Erasure.KEPT,
            "is_active": Erasure.KEPT,
        },
        purpose=_("Signing in, and knowing who takes part."),
        basis=Basis.TASK,
        retention=WHILE_MEMBER,
    ),
    secret="password",  # noqa: S106 -- the name of the field
)
declare(
    "accounts.Organisation",
    plain="name short_name kind place website parent merged_into merged_at is_named created_at",
)
declare(
    "accounts.Membership",
    Holding(
        role=_("membership of an organisation"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.KEPT},
        purpose=_("Knowing for whom a person speaks."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    plain="organisation standing since ended_at",
)
declare(
    "accounts.RoleGrant",
    Holding(
        role=_("roles held"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.KEPT},
        purpose=_("Deciding what a person may do, and showing later who could do what."),
        basis=Basis.RECORD,
        retention=RECORD,
    ),
    Holding(
        role=_("roles given by the person"),
        found_by={"granted_by": Match.NAME},
        fields={"granted_by": Erasure.PSEUDONYM},
        purpose=_("Showing who gave a role."),
        basis=Basis.RECORD,
        retention=RECORD,
    ),
    Holding(
        role=_("roles ended by the person"),
        found_by={"ended_by": Match.NAME},
        fields={"ended_by": Erasure.PSEUDONYM},
        purpose=_("Showing who ended a role."),
        basis=Basis.RECORD,
        retention=RECORD,
    ),
    plain="role framework edition place organisation granted_at ended_at",
)
declare(
    "accounts.Invitation",
    Holding(
        role=_("invitations of the person"),
        found_by={"email": Match.ADDRESS, "accepted_by__uuid": Match.KEY},
        fields={
            "email": Erasure.ROW,
            "name": Erasure.ROW,
            "language": Erasure.ROW,
            "accepted_by": Erasure.ROW,
        },
        purpose=_("Letting a person join by a link that works once."),
        basis=Basis.TASK,
        retention=_("MILEPOST_KEEP_INVITATIONS_DAYS after it was used, withdrawn or has expired."),
    ),
    Holding(
        role=_("invitations sent by the person"),
        found_by={"invited_by_key": Match.KEY},
        fields={"invited_by": Erasure.PSEUDONYM, "invited_by_key": Erasure.KEPT},
        purpose=_("Telling the invited person who asks."),
        basis=Basis.RECORD,
        retention=_("As long as the invitation."),
    ),
    plain="organisation standing grants invited_at expires_at accepted_at withdrawn_at",
    secret="token_hash",  # noqa: S106 -- the name of the field
)
declare(
    "accounts.OutgoingMail",
    Holding(
        role=_("messages to the person"),
        found_by={"address": Match.ADDRESS},
        fields={"address": Erasure.ROW, "subject": Erasure.ROW},
        purpose=_("Sending a message even if the mail server is down."),
        basis=Basis.TASK,
        retention=_("The text until it is sent, the rest MILEPOST_KEEP_MAIL_DAYS after."),
    ),
    plain="created_at next_try_at attempts last_error sent_at",
    secret="body html",  # noqa: S106 -- a message may hold a link that signs somebody in
)
declare(
    "accounts.ErasureRequest",
    Holding(
        role=_("the request to be erased"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.KEPT, "words": Erasure.EMPTY, "answer": Erasure.EMPTY},
        purpose=_("Carrying out, or answering, what a person asks for."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    plain="requested_at settled_at",
)

declare(
    "accounts.Token",
    Holding(
        role=_("tokens of the person"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.ROW, "name": Erasure.ROW, "last_used_at": Erasure.ROW},
        purpose=_("Letting a program act as the person, and showing whether it still does."),
        basis=Basis.TASK,
        retention=_("MILEPOST_KEEP_SIGN_INS_DAYS after it was revoked or has expired."),
    ),
    plain="scopes created_at expires_at revoked_at",
    secret="secret_hash",  # noqa: S106 -- the name of the field
)

# --- tables of the libraries behind signing in --------------------------------------------------

declare(
    "account.EmailAddress",
    Holding(
        role=_("addresses to sign in with"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.ROW, "email": Erasure.ROW},
        purpose=_("Signing in and recovering the password."),
        basis=Basis.TASK,
        retention=WHILE_MEMBER,
    ),
    plain="verified primary",
)
declare(
    "account.EmailConfirmation",
    Holding(
        role=_("addresses being confirmed"),
        found_by={"email_address__user__uuid": Match.KEY},
        fields={"email_address": Erasure.ROW},
        purpose=_("Checking that an address belongs to the person."),
        basis=Basis.SAFETY,
        retention=_("Until confirmed, or MILEPOST_KEEP_SIGN_INS_DAYS."),
    ),
    plain="created sent",
    secret="key",  # noqa: S106 -- the name of the field
)
declare(
    "mfa.Authenticator",
    Holding(
        role=_("second factors and passkeys"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.ROW},
        purpose=_("Proving that it is the person who signs in."),
        basis=Basis.SAFETY,
        retention=WHILE_MEMBER,
    ),
    plain="type created_at last_used_at",
    secret="data",  # noqa: S106 -- the name of the field
)
declare(
    "usersessions.UserSession",
    Holding(
        role=_("places where the person is signed in"),
        found_by={"user__uuid": Match.KEY},
        fields={"user": Erasure.ROW, "ip": Erasure.ROW, "user_agent": Erasure.ROW},
        purpose=_("Letting a person see and end their own sessions."),
        basis=Basis.SAFETY,
        retention=_("MILEPOST_KEEP_SIGN_INS_DAYS after it was last used."),
    ),
    plain="created_at last_seen_at",
    secret="session_key data",  # noqa: S106 -- the name of the field
)
declare("sessions.Session", plain="expire_date", secret="session_key session_data")  # noqa: S106
ATTEMPT = {
    "username": Erasure.ROW,
    "ip_address": Erasure.ROW,
    "user_agent": Erasure.ROW,
    "http_accept": Erasure.ROW,
}
KEPT_ATTEMPTS = _("MILEPOST_KEEP_SIGN_INS_DAYS.")
declare(
    "axes.AccessAttempt",
    Holding(
        role=_("failed attempts to sign in"),
        found_by={"username": Match.ADDRESS},
        fields=ATTEMPT,
        purpose=_("Locking out who guesses passwords."),
        basis=Basis.SAFETY,
        retention=KEPT_ATTEMPTS,
    ),
    plain="path_info attempt_time failures_since_start",
    secret="get_data post_data",  # noqa: S106 -- the names of the fields
)
declare("axes.AccessAttemptExpiration", plain="access_attempt expires_at")
declare(
    "axes.AccessFailureLog",
    Holding(
        role=_("log of failed attempts"),
        found_by={"username": Match.ADDRESS},
        fields=ATTEMPT,
        purpose=_("Seeing attacks on accounts."),
        basis=Basis.SAFETY,
        retention=KEPT_ATTEMPTS,
    ),
    plain="path_info attempt_time locked_out",
)
declare(
    "axes.AccessLog",
    Holding(
        role=_("log of signing in"),
        found_by={"username": Match.ADDRESS},
        fields=ATTEMPT,
        purpose=_("Telling a person when somebody signed in as them."),
        basis=Basis.SAFETY,
        retention=KEPT_ATTEMPTS,
    ),
    plain="path_info attempt_time logout_time",
    secret="session_hash",  # noqa: S106 -- the name of the field
)

# --- what goes after a while --------------------------------------------------------------------

SIGN_INS = "MILEPOST_KEEP_SIGN_INS_DAYS"
INVITATIONS = "MILEPOST_KEEP_INVITATIONS_DAYS"
for rule in (
    Retention(
        name="mail-sent",
        model="accounts.OutgoingMail",
        since="sent_at",
        setting="MILEPOST_KEEP_MAIL_DAYS",
        what=_("messages that were sent"),
    ),
    Retention(
        name="invitations-expired",
        model="accounts.Invitation",
        since="expires_at",
        setting=INVITATIONS,
        what=_("invitations that have expired"),
    ),
    Retention(
        name="invitations-used",
        model="accounts.Invitation",
        since="accepted_at",
        setting=INVITATIONS,
        what=_("invitations that were accepted"),
    ),
    Retention(
        name="invitations-withdrawn",
        model="accounts.Invitation",
        since="withdrawn_at",
        setting=INVITATIONS,
        what=_("invitations that were withdrawn"),
    ),
    Retention(
        name="sessions-expired",
        model="sessions.Session",
        since="expire_date",
        what=_("sessions that have expired"),
    ),
    Retention(
        name="sessions-listed",
        model="usersessions.UserSession",
        since="last_seen_at",
        setting=SIGN_INS,
        what=_("list of where people are signed in"),
    ),
    Retention(
        name="confirmations",
        model="account.EmailConfirmation",
        since="created",
        setting=SIGN_INS,
        what=_("addresses that were never confirmed"),
    ),
    Retention(
        name="tokens-expired",
        model="accounts.Token",
        since="expires_at",
        setting=SIGN_INS,
        what=_("tokens that have expired"),
    ),
    Retention(
        name="tokens-revoked",
        model="accounts.Token",
        since="revoked_at",
        setting=SIGN_INS,
        what=_("tokens that were revoked"),
    ),
    Retention(
        name="sign-ins-attempts",
        model="axes.AccessAttempt",
        since="attempt_time",
        setting=SIGN_INS,
        what=_("failed attempts to sign in"),
    ),
    Retention(
        name="sign-ins-failed",
        model="axes.AccessFailureLog",
        since="attempt_time",
        setting=SIGN_INS,
        what=_("log of failed attempts to sign in"),
    ),
    Retention(
        name="sign-ins",
        model="axes.AccessLog",
        since="attempt_time",
        setting=SIGN_INS,
        what=_("log of signing in"),
    ),
):
    keep_for(rule)
