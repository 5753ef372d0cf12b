package register

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"

	"balans/exchange/rows"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Import takes in a file of facts.
type Import struct {
	File   string // its name, for the faults and the list of deliveries
	Reader io.Reader
	Format Format // "": by what the file begins with
	// Source says who tells, for the forms that do not; "" is skatteverket. A file of
	// facts says it line by line and takes none.
	Source string
	By     string // who takes it in, or the run that does
	// Received is when the file was received, for what does not say it itself; 0 is now.
	Received calendar.Instant
	// LeaveOutBad takes in the rest when lines of a neutral file cannot be used. The
	// records that an AGI file sets aside never stop the rest.
	LeaveOutBad bool
	// Protected takes in what the ordinary intake of the same file set aside because an
	// identity is protected, and nothing else.
	Protected bool
	DryRun    bool
	Written   func(events int64) // told how far the writing has come; or nil
}

// DefaultSource tells what employers declare.
const DefaultSource = "skatteverket"

// intake is a file on its way in.
type intake struct {
	*Import
	j       *journal.Journal
	now     calendar.Instant
	today   calendar.Date
	facts   []taken // in the file's order
	bad     *rows.BadLines
	receipt Receipt
	set     []int // of what is set aside as protected, the numbers
}

// taken is a fact of the file.
type taken struct {
	Fact
	line   int
	number int  // of its record in the file, from 0; derived facts follow
	stated bool // the delivery says when it was received
}

// ErrNotOrdinary: what was set aside as protected cannot be taken in before the rest.
var ErrNotOrdinary = errors.New("the file has not been taken in yet: take it in without --protected first; what is set aside then can be taken in with it")

// Run reads the whole file, and writes nothing unless all of it can be trusted. The error
// is an *agi.FileError or a *rows.BadLines when it cannot. A file that was taken in
// before is not taken in again: Receipt.Already says when it was. An intake that was
// interrupted is completed by running it again.
func (im *Import) Run(ctx context.Context, j *journal.Journal) (*Receipt, error) {
	switch {
	case im.By == "":
		return nil, errors.New("who takes the file in is not said")
	case !journal.Plain(im.Source) || utf8.RuneCountInString(im.Source) > 40:
		return nil, fmt.Errorf("the source %q is not to be kept: at most 40 characters on one line", im.Source)
	}
	in := &intake{Import: im, j: j, now: calendar.InstantOf(j.Now())}
	in.today = in.now.Date()
	in.receipt = Receipt{File: im.File, DryRun: im.DryRun, Counts: map[Kind]Count{}}
	if err := in.received(); err != nil {
		return nil, err
	}
	if err := in.read(); err != nil {
		return nil, err
	}
	return in.run(ctx)
}

// received checks when the whole file is said to have come.
func (in *intake) received() error {
	if in.Received > in.now && in.Received == calendar.EndOfDay(in.today) {
		in.Received = in.now // "today" is until now
	}
	if in.Received > in.now {
		return fmt.Errorf("the file cannot have been received %s, which is still to come", in.Received)
	}
	return nil
}

// read gathers the facts, and what cannot be used. It goes through the whole file, also
// after so many faults that no more are told, so that its digest is known.
func (in *intake) read() error {
	digest, size := sha256.New(), counter(0)
	whole := io.TeeReader(in.Reader, io.MultiWriter(digest, &size))
	format, reader, err := guess(in.File, in.Format, whole)
	if err != nil {
		return err
	}
	in.receipt.Format = format
	switch format {
	case FormatAGI:
		err = in.readAGI(reader)
	case FormatAbsence:
		err = in.readAbsence(reader)
	case FormatFacts:
		err = in.readFacts(reader)
	}
	if err != nil {
		if !errors.As(err, &in.bad) {
			return err
		}
	}
	if _, err := io.Copy(io.Discard, reader); err != nil {
		return fmt.Errorf("read %s: %w", in.File, err)
	}
	in.receipt.SHA256, in.receipt.Bytes = hex.EncodeToString(digest.Sum(nil)), int64(size)
	return nil
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// take adds a fact of the file.
func (in *intake) take(f Fact, line int, known calendar.Instant) {
	t := taken{Fact: f, line: line, number: len(in.facts), stated: true}
	if t.Known = cmp.Or(known, in.Received); t.Known == 0 {
		t.Known, t.stated = in.now, false
	}
	if t.keyed() {
		t.ID = t.agiID()
	}
	in.facts = append(in.facts, t)
}

// run judges what was read, and writes it.
func (in *intake) run(ctx context.Context) (*Receipt, error) {
	all, err := Deliveries(ctx, in.j)
	if err != nil {
		return nil, err
	}
	before, ordinary := in.find(all)
	if before.Completed != 0 {
		in.receipt.Already = before.Completed
		return &in.receipt, nil
	}
	switch {
	case in.Protected && ordinary.Completed == 0:
		return nil, ErrNotOrdinary
	case in.Protected && ordinary.facts != len(in.facts):
		return nil, fmt.Errorf("%s was read to hold %d facts when it was taken in and holds %d now, so which were set aside cannot be told (it was read by another version of Balans, or lines were left out "+
			"that could be used now); write those facts in a file of their own", in.File, ordinary.facts, len(in.facts))
	}
	if in.bad != nil {
		if !in.LeaveOutBad || in.bad.More {
			return nil, in.bad
		}
		in.receipt.badLines(in.bad)
	}
	in.receipt.Held += len(in.facts) - in.receipt.Derived
	bundles, err := in.bundles(ctx, ordinary)
	if err != nil || in.DryRun {
		return &in.receipt, err
	}
	return &in.receipt, in.write(ctx, before, bundles)
}

// find gives the earlier delivery of the same file, and for what was set aside as
// protected the ordinary one; both are empty when there is none.
func (in *intake) find(all []Delivery) (before, ordinary Delivery) {
	in.receipt.Delivery = in.receipt.SHA256[:idDigits]
	plain := in.receipt.Delivery
	if in.Protected {
		in.receipt.Delivery += protectedEnd
	}
	for _, d := range all {
		switch {
		case d.ID == in.receipt.Delivery:
			before = d
		case d.ID == plain:
			ordinary = d
		case d.Completed == 0:
			in.receipt.Interrupted = append(in.receipt.Interrupted, d)
		}
	}
	return before, ordinary
}

// write stores the bundles between the two entries of the list of deliveries.
func (in *intake) write(ctx context.Context, before Delivery, bundles []journal.Bundle) error {
	r := &in.receipt
	if err := in.list(ctx, begunKind, begun{r.Delivery, r.File, r.Format, r.SHA256, r.Bytes}); err != nil {
		return err
	}
	w := journal.MassWrite{Stream: streamPrefix + r.Delivery, Actor: in.By, Name: massName, NewStreams: true,
		Summary: fmt.Sprintf("facts=%d parties=%d", r.Written(), r.Parties)}
	if before.last == 0 {
		at := 0
		next := func() (*journal.Bundle, error) {
			if at == len(bundles) {
				return nil, nil
			}
			at++
			return &bundles[at-1], nil
		}
		if err := w.Run(ctx, in.j, next, in.Written); err != nil {
			return err
		}
	}
	notes, err := w.Notes(ctx, in.j)
	if err != nil {
		return err
	}
	d := delivered{Delivery: r.Delivery, Counts: map[string]Count{}, Aside: r.AsideCount, Parties: r.Parties, First: notes.First, Last: notes.Last,
		Facts: len(in.facts), Protected: in.set}
	for k, c := range r.Counts {
		d.Counts[k.String()] = c
	}
	return in.list(ctx, deliveredKind, d)
}

// list adds an entry to the list of deliveries, once.
func (in *intake) list(ctx context.Context, kind string, entry any) error {
	body, err := json.Marshal(entry)
	if err != nil {
		return err
	}
	_, err = in.j.Append(ctx, journal.Append{Stream: deliveriesStream, Expected: journal.AnyVersion, Events: []journal.New{{
		Kind: kind, OccurredOn: in.today, Actor: in.By, Cause: streamPrefix + in.receipt.Delivery, Key: kind + ":" + in.receipt.Delivery, Body: string(body)}}})
	if errors.Is(err, journal.ErrKeyReused) {
		return nil // it goes on after an interruption
	}
	return err
}

// byParty sorts the places of the facts by party, each party's in the file's order.
func (in *intake) byParty() []int {
	order := make([]int, len(in.facts))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(in.facts[a].Party, in.facts[b].Party) })
	return order
}

// knownBefore gives what was known of a party before this delivery: of few parties it is
// looked up one by one, of many everything is read once.
func (in *intake) knownBefore(ctx context.Context, parties int) (func(identity.Number) ([]Fact, error), error) {
	own := func(f Fact) bool { return f.Delivery == in.receipt.Delivery }
	if parties <= fewParties {
		return func(party identity.Number) ([]Fact, error) {
			facts, err := factsOf(ctx, in.j, party)
			return slices.DeleteFunc(facts, own), err
		}, nil
	}
	book, err := Read(ctx, in.j, in.now)
	if err != nil {
		return nil, err
	}
	var facts []Fact
	return func(party identity.Number) ([]Fact, error) {
		facts = slices.DeleteFunc(book.facts(facts[:0], party), own)
		return facts, nil
	}, nil
}

// fewParties is up to how many parties a look-up for each costs less than reading all.
const fewParties = 500
