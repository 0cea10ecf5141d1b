//! What a person reads when something is wrong: what, where, and what to do next.
