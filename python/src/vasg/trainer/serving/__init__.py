"""The gRPC side: processes, sockets, sessions, translation of messages; the only modules that know gRPC."""
