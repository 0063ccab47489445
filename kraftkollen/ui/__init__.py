"""Everything that draws: Streamlit and plotly stand here and in the thin pages, and nowhere else."""
