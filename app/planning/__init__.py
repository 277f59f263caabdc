"""Plans walks and work: distances, tours, batches, zones, waves and forecasts. No Qt, no SQL."""
