"""Pictures, recordings and documents, kept by the digest of their bytes and served with a policy of their own."""
