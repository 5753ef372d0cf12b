package payout

// Body is the stored body of a line.
func Body(l *Line) []byte { return l.appendBody(nil) }
