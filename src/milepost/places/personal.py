"""This room holds nothing about people; every field is declared so."""

from milepost.kernel.holdings import declare

declare("places.NetworkGroup", plain="key title note source loaded_at")
declare("places.City", plain="key title parent iso note source loaded_at")
declare("places.NetworkGroupMember", plain="group area is_exception")
