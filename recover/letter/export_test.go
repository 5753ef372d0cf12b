package letter

// SetStop has a run stop at a point, as a kill would.
func (o *Outbox) SetStop(stop func(point string) error) { o.stop = stop }
