package register

import (
	"context"
	"encoding/json"
	"fmt"

	"balans/journal"
	"balans/law/calendar"
)

// Stored names.
const (
	streamPrefix     = "register/"            // and the delivery's ID: the parties' streams, and the agency's of the mass write
	deliveriesStream = "deliveries"           // of the agency
	begunKind        = "register.begun/1"     // in deliveries: a delivery is to be written
	deliveredKind    = "register.delivered/1" // in deliveries: it was written whole
	receivedKind     = "register.received/1"  // the facts of a party in a delivery
	massName         = "register."            // begins the kinds of the notes of the mass write
	idDigits         = 32                     // of the SHA-256 are the delivery's ID
	protectedEnd     = "-protected"           // ends the ID of the delivery of what was set aside as protected
)

// Delivery is a file that was taken in.
type Delivery struct {
	ID        string // the first half of the file's SHA-256, and -protected for the part that was taken in apart
	File      string // its name, as it was given
	Format    Format
	SHA256    string
	Bytes     int64
	By        string
	Begun     calendar.Instant
	Completed calendar.Instant // 0: it was interrupted, or is under way
	Counts    map[Kind]Count   // what it brought; nil until it is completed
	Aside     int              // records of it that were not taken in
	Parties   int              // to whom it brought something

	first, last int64 // seq of the notes around what it wrote; last 0: not completed
	read        int64 // seq up to which a book has read it
	facts       int   // how many the file was read to hold
	protected   []int // those set aside because an identity is protected, from 0 in the file's order
}

func (d *Delivery) stream() string { return streamPrefix + d.ID }

// Count is what facts of one kind in a delivery were.
type Count struct {
	New         int `json:"new,omitempty"`         // not told before
	Replacing   int `json:"replacing,omitempty"`   // told before and otherwise, or at another instant
	Withdrawing int `json:"withdrawing,omitempty"` // the source takes it back
	Duplicate   int `json:"duplicate,omitempty"`   // told before just so: not written again
}

// Written is how many facts were written.
func (c Count) Written() int { return c.New + c.Replacing + c.Withdrawing }

// Sum is how many facts there were.
func (c Count) Sum() int { return c.Written() + c.Duplicate }

// begun and delivered are the bodies of the two kinds of event.
type begun struct {
	Delivery string `json:"delivery"`
	File     string `json:"file"`
	Format   Format `json:"format"`
	SHA256   string `json:"sha256"`
	Bytes    int64  `json:"bytes"`
}

type delivered struct {
	Delivery  string           `json:"delivery"`
	Counts    map[string]Count `json:"counts"`
	Aside     int              `json:"aside"`
	Parties   int              `json:"parties"`
	First     int64            `json:"first"`
	Last      int64            `json:"last"`
	Facts     int              `json:"facts"`
	Protected []int            `json:"protected,omitempty"`
}

// Deliveries are what was taken in, in the order it began.
func Deliveries(ctx context.Context, j *journal.Journal) ([]Delivery, error) {
	events, err := j.Load(ctx, 0, deliveriesStream)
	if err != nil {
		return nil, err
	}
	var all []Delivery
	place := map[string]int{}
	for i := range events {
		if err := addDelivery(&all, place, &events[i]); err != nil {
			return nil, fmt.Errorf("event %d of the deliveries: %w", events[i].Seq, err)
		}
	}
	for i := range all {
		if d := &all[i]; d.last == 0 { // the notes say how far it came
			w := journal.MassWrite{Stream: d.stream(), Name: massName}
			notes, err := w.Notes(ctx, j)
			if err != nil {
				return nil, err
			}
			d.first, d.last = notes.First, notes.Last
		}
	}
	return all, nil
}

// addDelivery adds what an event of the list says.
func addDelivery(all *[]Delivery, place map[string]int, e *journal.Event) error {
	switch e.Kind {
	case begunKind:
		var b begun
		if err := json.Unmarshal([]byte(e.Body), &b); err != nil {
			return err
		}
		if _, twice := place[b.Delivery]; !twice {
			place[b.Delivery] = len(*all)
			*all = append(*all, Delivery{ID: b.Delivery, File: b.File, Format: b.Format, SHA256: b.SHA256, Bytes: b.Bytes, By: e.Actor, Begun: e.RecordedAt})
		}
	case deliveredKind:
		var b delivered
		if err := json.Unmarshal([]byte(e.Body), &b); err != nil {
			return err
		}
		at, ok := place[b.Delivery]
		if !ok {
			return fmt.Errorf("the delivery %s was completed and never begun", b.Delivery)
		}
		d := &(*all)[at]
		d.Completed, d.Aside, d.Parties, d.first, d.last, d.facts, d.protected = e.RecordedAt, b.Aside, b.Parties, b.First, b.Last, b.Facts, b.Protected
		d.Counts = map[Kind]Count{}
		for name, count := range b.Counts {
			k, ok := ParseKind(name)
			if !ok {
				return fmt.Errorf("there is no kind of fact %q", name)
			}
			d.Counts[k] = count
		}
	}
	return nil
}
