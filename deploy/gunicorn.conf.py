"""How gunicorn serves Milepost: threads in two processes, no control socket, JSON-free logs."""

import multiprocessing
import os

workers = int(os.environ.get("WEB_CONCURRENCY", max(2, multiprocessing.cpu_count())))
threads = 4
worker_class = "gthread"
preload_app = True
keepalive = 5
max_requests = 0
control_socket_disable = True
accesslog = None
errorlog = "-"
