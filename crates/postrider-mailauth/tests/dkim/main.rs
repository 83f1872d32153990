//! DKIM, from the outside: the vectors of the RFCs, and what we sign held against a verifier of these tests' own.

mod canonical;
mod signing;
mod vectors;
mod verifier;
