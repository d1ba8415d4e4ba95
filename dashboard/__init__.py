"""Dashboard: pages over the published builds; nothing is computed here."""
