package register

import (
	"context"

	"balans/journal"
	"balans/law/calendar"
)

// Interrupt leaves the journal as a delivery does that is stopped after some parties.
func (im *Import) Interrupt(ctx context.Context, j *journal.Journal, parties int) error {
	in := &intake{Import: im, j: j, now: calendar.InstantOf(j.Now())}
	in.today, in.receipt = in.now.Date(), Receipt{File: im.File, Counts: map[Kind]Count{}}
	if err := in.read(); err != nil {
		return err
	}
	in.find(nil)
	bundles, err := in.bundles(ctx, Delivery{})
	if err != nil {
		return err
	}
	r := &in.receipt
	if err := in.list(ctx, begunKind, begun{r.Delivery, r.File, r.Format, r.SHA256, r.Bytes}); err != nil {
		return err
	}
	stream := streamPrefix + r.Delivery
	if _, err := j.Append(ctx, journal.Append{Stream: stream, Events: []journal.New{{Kind: massName + journal.MassStarted, OccurredOn: in.today, Actor: in.By}}}); err != nil {
		return err
	}
	at := 0
	_, err = j.Bulk(ctx, func() (*journal.Bundle, error) {
		if at == parties {
			return nil, nil
		}
		at++
		return &bundles[at-1], nil
	}, nil)
	return err
}
