"""The optimiser and the simulator: distances, tours, batches, waves and forecasts."""
