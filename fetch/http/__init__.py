"""The network: one client, its retries, its pace, what it resumes and redacts."""
