"""nchan: publish and subscribe inside nginx, from Debian."""

import urllib.request
from collections.abc import Sequence
from pathlib import Path

from benchmarks.fanout import fetching
from benchmarks.fanout.peers.publisher import Publisher
from benchmarks.fanout.product import Program

CONFIG = """
load_module {root}/usr/lib/nginx/modules/ngx_nchan_module.so;
user root;
daemon off;
worker_processes 1;
worker_rlimit_nofile {files};
pid {folder}/nginx.pid;
error_log {folder}/error.log crit;
events {{ worker_connections {files}; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  client_max_body_size 8m;
  client_body_buffer_size 2m;
  nchan_shared_memory_size 256m;
  nchan_message_buffer_length 2000;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /sub {{
      nchan_subscriber websocket;
      nchan_channel_id camp;
      nchan_subscriber_first_message newest;
    }}
    location = /pub {{ nchan_publisher websocket; nchan_channel_id camp; }}
    location = /fresh {{
      nchan_subscriber websocket;
      nchan_channel_id fresh;
      nchan_subscriber_first_message oldest;
    }}
    location = /keep {{ nchan_publisher http; nchan_channel_id fresh; }}
  }}
}}
"""

# With nchan, nginx insists on folders in /var/lib: it gets a /var/lib of its own.
OWN_VAR_LIB = (
    *("unshare", "--map-root-user", "--mount", "sh", "-c"),
    'mount -t tmpfs tmpfs /var/lib && mkdir /var/lib/nginx && exec "$0" "$@"',
)


class Nchan(Publisher):
    """A channel; its voice gets an answer for each update, which it needn't read."""

    name = "nchan in nginx"

    def fetch(self, cache: Path) -> None:
        """From Debian, unpacked."""
        fetching.debian(cache, "nginx", "nginx-common", "libnginx-mod-nchan")

    def program(self, cache: Path, folder: Path, port: int) -> Program:
        """One worker."""
        root, config = cache / "debian", folder / "nginx.conf"
        config.write_text(CONFIG.format(root=root, folder=folder, port=port, files=19_000))
        nginx: Sequence[str | Path] = [
            root / "usr/sbin/nginx",
            "-p",
            folder,
            "-c",
            config,
            "-e",
            folder / "error.log",
        ]
        return Program(arguments=[*OWN_VAR_LIB, *nginx])

    def started(self, port: int, folder: Path) -> None:
        """Keep the frame with everything in a channel of its own."""
        snapshot = self.keep_snapshot(folder).read_bytes()
        urllib.request.urlopen(f"http://127.0.0.1:{port}/keep", data=snapshot).close()
