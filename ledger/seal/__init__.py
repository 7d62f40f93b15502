"""The seal: a Merkle log over everything recorded, checkpoints that others hold, and proofs that leave the house."""
