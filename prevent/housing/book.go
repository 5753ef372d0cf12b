package housing

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// IntakeInfo is a file of what was decided and paid, as it is listed.
type IntakeInfo struct {
	Name       string           `json:"intake"`
	Year       int              `json:"year"`
	File       string           `json:"file"`
	SHA256     string           `json:"sha256"`
	Households int              `json:"households"`
	LeftOut    int              `json:"left_out,omitempty"` // households with a bad line
	Paid       money.Amount     `json:"paid"`
	On         calendar.Date    `json:"-"`
	At         calendar.Instant `json:"-"`
	Actor      string           `json:"-"`
	// Complete says that all of it is written.
	Complete bool `json:"-"`
	seq      int64
}

// RunInfo is a settlement of a year, as it is listed.
type RunInfo struct {
	Name       string           `json:"run"` // the year and a number: "2025-1"
	Year       int              `json:"year"`
	File       string           `json:"file"`
	SHA256     string           `json:"sha256"`
	Households int              `json:"households"`
	Claims     int              `json:"claims"`
	Claimed    money.Amount     `json:"claimed"`
	PayOuts    int              `json:"pay_outs"`
	PaidOut    money.Amount     `json:"paid_out"`
	LeftOut    int              `json:"left_out,omitempty"`
	PayOn      calendar.Date    `json:"pay_on,omitzero"` // the day its pay-outs are planned for
	On         calendar.Date    `json:"-"`
	At         calendar.Instant `json:"-"`
	Actor      string           `json:"-"`
	// Complete says that everything of it is written.
	Complete bool `json:"-"`
	seq      int64
}

// Stream is the mass write that makes the run's settlements, and what follows of them.
func (r *RunInfo) Stream() string { return "housing-run/" + r.Name }

// Seq is where the run was listed: what was told later is not part of it.
func (r *RunInfo) Seq() int64 { return r.seq }

// Notes is the mass write of the run.
func (r *RunInfo) Notes() *journal.MassWrite {
	return &journal.MassWrite{Stream: r.Stream(), Name: notesName, NewStreams: true, Actor: r.Actor,
		Summary: fmt.Sprintf("households=%d claims=%d claimed=%d pay_outs=%d paid_out=%d", r.Households, r.Claims, r.Claimed, r.PayOuts, r.PaidOut)}
}

// list reads what the agency's own stream lists.
func list[B any](ctx context.Context, j *journal.Journal, stream, kind string, take func(e *journal.Event, b B)) error {
	events, err := j.Load(ctx, 0, stream)
	if err != nil {
		return err
	}
	for i := range events {
		if events[i].Kind != kind {
			return fmt.Errorf("event %d on %s: the kind %q is unknown to this program", events[i].Seq, stream, events[i].Kind)
		}
		b, err := journal.ReadBody[B](&events[i])
		if err != nil {
			return err
		}
		take(&events[i], b)
	}
	return nil
}

// Intakes lists the files that were taken in, in order.
func Intakes(ctx context.Context, j *journal.Journal) (all []IntakeInfo, err error) {
	err = list(ctx, j, intakesStream, KindIntake, func(e *journal.Event, b IntakeInfo) {
		b.On, b.At, b.Actor, b.seq = e.OccurredOn, e.RecordedAt, e.Actor, e.Seq
		all = append(all, b)
	})
	for i := range all {
		if err != nil {
			break
		}
		var n journal.Notes
		n, err = (&journal.MassWrite{Stream: intakePrefix + all[i].Name, Name: notesName}).Notes(ctx, j)
		all[i].Complete = n.Last != 0
	}
	return all, err
}

// Runs lists the settlements that were run, in order.
func Runs(ctx context.Context, j *journal.Journal) (all []RunInfo, err error) {
	err = list(ctx, j, runsStream, KindRun, func(e *journal.Event, b RunInfo) {
		b.On, b.At, b.Actor, b.seq = e.OccurredOn, e.RecordedAt, e.Actor, e.Seq
		all = append(all, b)
	})
	for i := range all {
		if err != nil {
			break
		}
		var n journal.Notes
		n, err = all[i].Notes().Notes(ctx, j)
		all[i].Complete = n.Last != 0
	}
	return all, err
}

// Book is the households of a year, by applicant and id.
type Book struct {
	Year       int
	Households []*Known
	// Incomplete names the files and runs whose writing was interrupted.
	Incomplete []string
	intakes    int // that were listed when it was read, of every year
}

// Find is a household; nil when there is none.
func (b *Book) Find(id string) *Known {
	i := slices.IndexFunc(b.Households, func(k *Known) bool { return k.ID == id })
	if i < 0 {
		return nil
	}
	return b.Households[i]
}

// Everything is a seq after every event.
const Everything = int64(1) << 62

// ReadBook reads the households of a year, with what was told and settled before a seq.
func ReadBook(ctx context.Context, j *journal.Journal, year int, before int64) (*Book, error) {
	b := &Book{Year: year}
	byID := map[string]*Known{}
	intakes, err := Intakes(ctx, j)
	if err != nil {
		return nil, err
	}
	b.intakes = len(intakes)
	for _, in := range intakes {
		if in.Year != year || in.seq >= before {
			continue
		}
		whole, err := between(ctx, j, intakePrefix+in.Name, before, func(e *journal.Event) error {
			if e.Kind != KindDecided {
				return nil
			}
			k, err := knownOf(e)
			if err == nil { // a later file replaces what an earlier one told
				k.replaces(byID[k.ID])
				byID[k.ID] = k
			}
			return err
		})
		if err != nil {
			return nil, err
		}
		if !whole {
			b.Incomplete = append(b.Incomplete, "intake "+in.Name)
		}
	}
	if err := b.settled(ctx, j, byID, before); err != nil {
		return nil, err
	}
	b.Households = make([]*Known, 0, len(byID))
	for _, k := range byID {
		b.Households = append(b.Households, k)
	}
	slices.SortFunc(b.Households, func(x, y *Known) int { return cmp.Or(cmp.Compare(x.Party, y.Party), strings.Compare(x.ID, y.ID)) })
	return b, nil
}

// settled reads what was settled of the households.
func (b *Book) settled(ctx context.Context, j *journal.Journal, byID map[string]*Known, before int64) error {
	runs, err := Runs(ctx, j)
	if err != nil {
		return err
	}
	for _, run := range runs {
		if run.Year != b.Year || run.seq >= before {
			continue
		}
		if !run.Complete {
			b.Incomplete = append(b.Incomplete, "run "+run.Name)
		}
		err := ScanRun(ctx, j, &run, func(s *Settled) error {
			k := byID[s.Household]
			if k == nil {
				return fmt.Errorf("the run %s settled household %s, of which nothing was taken in; run `balans verify`", run.Name, s.Household)
			}
			k.Settled = append(k.Settled, *s)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// ScanRun gives the settlements of a run.
func ScanRun(ctx context.Context, j *journal.Journal, run *RunInfo, take func(*Settled) error) error {
	_, err := between(ctx, j, run.Stream(), Everything, func(e *journal.Event) error {
		if e.Kind != KindSettled {
			return nil
		}
		s, err := settledOf(e)
		if err != nil {
			return err
		}
		return take(s)
	})
	return err
}

// between gives the events of a mass write; whole says whether it was completed. before bounds
// it when it was not.
func between(ctx context.Context, j *journal.Journal, stream string, before int64, take func(*journal.Event) error) (whole bool, err error) {
	w := journal.MassWrite{Stream: stream, Name: notesName}
	n, err := w.Notes(ctx, j)
	if err != nil || n.First == 0 {
		return false, err
	}
	last := n.Last
	if last == 0 {
		head, err := j.Head(ctx)
		if err != nil {
			return false, err
		}
		last = head.Seq + 1
	}
	err = j.ScanBetween(ctx, n.First, min(last, before), func(e *journal.Event) error {
		if e.Cause != stream {
			return nil // somebody else wrote meanwhile
		}
		return take(e)
	})
	return n.Last != 0, err
}

// OfParty is a person's own households of every year, and those where the person is the
// spouse, from the person's events (journal.LoadParty); the second is where they are kept.
func OfParty(party identity.Number, events []journal.Event) (own []*Known, elsewhere []Concern, err error) {
	type key struct {
		id   string
		year int
	}
	byKey := map[key]*Known{}
	var settled []*Settled
	inOrder := make([]*journal.Event, len(events)) // they come by stream, and "2025-10" before "2025-2"
	for i := range events {
		inOrder[i] = &events[i]
	}
	slices.SortFunc(inOrder, func(x, y *journal.Event) int { return cmp.Compare(x.Seq, y.Seq) })
	for _, e := range inOrder {
		switch e.Kind {
		case KindDecided:
			k, err := knownOf(e)
			if err != nil {
				return nil, nil, err
			}
			k.replaces(byKey[key{k.ID, k.Year}])
			byKey[key{k.ID, k.Year}] = k
		case KindSettled:
			s, err := settledOf(e)
			if err != nil {
				return nil, nil, err
			}
			settled = append(settled, s)
		case KindConcerns:
			c, err := journal.ReadBody[concernsBody](e)
			if err != nil {
				return nil, nil, err
			}
			elsewhere = append(elsewhere, Concern(c))
		}
	}
	for _, s := range settled {
		k := byKey[key{s.Household, s.Year}]
		if k == nil {
			return nil, nil, fmt.Errorf("%s: household %s was settled for %d, of which nothing was taken in; run `balans verify`", party.Masked(), s.Household, s.Year)
		}
		k.Settled = append(k.Settled, *s)
	}
	for _, k := range byKey {
		own = append(own, k)
	}
	slices.SortFunc(own, func(x, y *Known) int { return cmp.Or(cmp.Compare(x.Year, y.Year), strings.Compare(x.ID, y.ID)) })
	return own, elsewhere, nil
}

// Concern is a household in which a person is the spouse.
type Concern struct {
	Household string
	Year      int
	Party     identity.Number // the applicant
}
