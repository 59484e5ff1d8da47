"""The batch that flows through the pipeline and the pure stages that change it."""
