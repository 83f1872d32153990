//! Every reply: the numbers, the catalogue of entries, and the reply on the wire.
