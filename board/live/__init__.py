"""From commands to frames: the desk takes commands in, the hub sends what changed to every screen."""
