"""The thin shell that people's browsers talk to: pages, actions, the API, and sockets."""
