package payout

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// The kinds of what the agency's own streams (party 0) say of runs: the list of them, what
// encloses a mass write, and references to lines that were changed one by one.
const (
	KindNamed   = "payrun.named/1"
	KindChanged = "payrun.changed/1"
	KindPaying  = "payrun.paying/1"

	listStream = "payruns"
	runPrefix  = "payrun/"
	runKind    = "payrun." // begins the kinds of the notes around a mass write
)

// planStream is the mass write that planned the run; changesStream keeps references to
// lines changed one by one, and to payments.
func planStream(run string) string    { return runPrefix + run }
func changesStream(run string) string { return runPrefix + run + "/changes" }
func payStream(run string, n int) string {
	return fmt.Sprintf("%s%s/paid/%d", runPrefix, run, n)
}

// RunInfo is a payment run as it is listed: what is planned to be paid on one day.
type RunInfo struct {
	Name       string
	PayOn      calendar.Date
	PlannedOn  calendar.Date
	File       string // what it was planned from
	SHA256     string // of the file
	Lines      int    // planned from the file
	LeftOut    int    // lines of the file that were bad and left out
	Gross, Tax money.Amount
	NamedAt    calendar.Instant
	Actor      string
	// first and last are the lowest and the highest id of its file.
	first, last string
}

type namedBody struct {
	Run     string        `json:"run"`
	PayOn   calendar.Date `json:"pay_on"`
	File    string        `json:"file"`
	SHA256  string        `json:"sha256"`
	Lines   int           `json:"lines"`
	LeftOut int           `json:"left_out,omitempty"`
	Gross   money.Amount  `json:"gross"`
	Tax     money.Amount  `json:"tax"`
	First   string        `json:"first"`
	Last    string        `json:"last"`
}

type changedBody struct {
	Party  identity.Number `json:"party"`
	Payout string          `json:"payout"`
}

type payingBody struct {
	Write string        `json:"write"`
	On    calendar.Date `json:"on"`
}

var runName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$`)

// ErrName is a name that a run cannot have.
var ErrName = errors.New("payout: a run is named with 1 to 40 of a-z, A-Z, 0-9, hyphen, point and underscore, a letter or a digit first")

// Runs lists the runs there are, by pay day and name.
func Runs(ctx context.Context, j *journal.Journal) ([]RunInfo, error) {
	events, err := j.Load(ctx, 0, listStream)
	if err != nil {
		return nil, err
	}
	all := make([]RunInfo, 0, len(events))
	for i := range events {
		e := &events[i]
		if e.Kind != KindNamed {
			return nil, fmt.Errorf("event %d on %s: the kind %q is unknown to this program", e.Seq, listStream, e.Kind)
		}
		b, err := parseBody[namedBody](e)
		if err != nil {
			return nil, err
		}
		all = append(all, RunInfo{Name: b.Run, PayOn: b.PayOn, PlannedOn: e.OccurredOn, File: b.File, SHA256: b.SHA256, Lines: b.Lines, LeftOut: b.LeftOut,
			Gross: b.Gross, Tax: b.Tax, NamedAt: e.RecordedAt, Actor: e.Actor, first: b.First, last: b.Last})
	}
	slices.SortStableFunc(all, func(a, b RunInfo) int {
		return cmp.Or(cmp.Compare(a.PayOn, b.PayOn), strings.Compare(a.Name, b.Name))
	})
	return all, nil
}

// Run is a run with its lines, as of a day and as known at an instant.
type Run struct {
	RunInfo
	// Incomplete says that the planning, or a payment, was interrupted: running it again
	// completes it.
	Incomplete bool

	entries []*Entry // by party and id
	read    reading
}

// Entries are the lines of the run that count, by party and id.
func (r *Run) Entries() []*Entry {
	var all []*Entry
	for _, e := range r.entries {
		if e.State != NoState {
			all = append(all, e)
		}
	}
	return all
}

// Entry is the line with the id; nil when the run has none.
func (r *Run) Entry(party identity.Number, id string) *Entry {
	if e := r.find(party, id); e != nil && e.State != NoState {
		return e
	}
	return nil
}

func byPartyAndID(a, b *Line) int {
	return cmp.Or(cmp.Compare(a.Party, b.Party), strings.Compare(a.ID, b.ID))
}

// Sum is how many lines there are and their money, öre.
type Sum struct {
	Count      int
	Gross, Tax money.Amount
}

// Net is what the sum is after tax.
func (s *Sum) Net() money.Amount { return s.Gross - s.Tax }

func (s *Sum) add(l *Line) error {
	gross, err1 := money.Add(s.Gross, l.Gross)
	tax, err2 := money.Add(s.Tax, l.Tax)
	if err := errors.Join(err1, err2); err != nil {
		return fmt.Errorf("the lines of run %s: %w", l.Run, err)
	}
	s.Count, s.Gross, s.Tax = s.Count+1, gross, tax
	return nil
}

// Sums is the lines of the run by State; they add up to the whole run. The error is
// money.ErrOverflow.
func (r *Run) Sums() (by [Cancelled + 1]Sum, err error) {
	for _, e := range r.entries {
		if e.State == NoState {
			continue
		}
		if err := by[e.State].add(&e.Line); err != nil {
			return by, err
		}
	}
	return by, nil
}

// Paid is the paid lines as payouts with their ids, for the books: on the day each was paid,
// to the party whose benefit it is.
func (r *Run) Paid() (*Columns, error) {
	var b Builder
	for _, e := range r.entries {
		if e.State != Paid {
			continue
		}
		p := Payout{Benefit: e.Benefit, PaidOn: e.End.On, Party: e.Party, Gross: e.Gross, Tax: e.Tax}
		if err := b.AddPaid(e.ID, p); err != nil {
			return nil, err
		}
	}
	return b.Build(), nil
}

// MarshalJSON writes the run without its lines.
func (r RunInfo) MarshalJSON() ([]byte, error) {
	return json.Marshal(namedBody{Run: r.Name, PayOn: r.PayOn, File: r.File, SHA256: r.SHA256, Lines: r.Lines, LeftOut: r.LeftOut,
		Gross: r.Gross, Tax: r.Tax, First: r.first, Last: r.last})
}
