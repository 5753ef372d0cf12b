package housing

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"balans/exchange/incomecsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// What was told of incomes month by month: a stream of its own for each person of a household,
// under the person whose income it is, and the agency's list of the files (party 0).
const (
	KindIncomes       = "housing.incomes/1"
	KindIncomesIntake = "housing.incomes-intake/1"

	incomesPrefix        = "housing-income/"
	incomesIntakesStream = "housing-income-intakes"
	incomesIntakePrefix  = "housing-income-intake/"
)

// IncomesInfo is a file of incomes month by month, as it is listed.
type IncomesInfo struct {
	Name    string           `json:"intake"` // the year and a number: "2025-1"
	Year    int              `json:"year"`
	File    string           `json:"file"`
	SHA256  string           `json:"sha256"`
	Persons int              `json:"persons"` // a person counts once for each household
	Lines   int              `json:"lines"`
	Last    time.Month       `json:"last"`               // the last month of which an income is told
	LeftOut int              `json:"left_out,omitempty"` // persons with a bad line
	On      calendar.Date    `json:"-"`
	At      calendar.Instant `json:"-"`
	Actor   string           `json:"-"`
	// Complete says that all of it is written.
	Complete bool `json:"-"`
	seq      int64
}

func (i *IncomesInfo) notes(actor string) *journal.MassWrite {
	return &journal.MassWrite{Stream: incomesIntakePrefix + i.Name, Actor: actor, Name: notesName, NewStreams: true,
		Summary: fmt.Sprintf("year=%d persons=%d lines=%d", i.Year, i.Persons, i.Lines)}
}

// IncomesIntakes lists the files of incomes that were taken in, in order.
func IncomesIntakes(ctx context.Context, j *journal.Journal) (all []IncomesInfo, err error) {
	err = list(ctx, j, incomesIntakesStream, KindIncomesIntake, func(e *journal.Event, b IncomesInfo) {
		b.On, b.At, b.Actor, b.seq = e.OccurredOn, e.RecordedAt, e.Actor, e.Seq
		all = append(all, b)
	})
	for i := range all {
		if err != nil {
			break
		}
		var n journal.Notes
		n, err = all[i].notes("").Notes(ctx, j)
		all[i].Complete = n.Last != 0
	}
	return all, err
}

// IncomesIntake takes in a file of incomes month by month (exchange/incomecsv), of one year. A
// person with a bad line is left out whole, in that household, or stops everything: what is told
// of a month replaces what a file before told of it, so half a month would be wrong.
type IncomesIntake struct {
	File     string
	In       io.Reader
	Year     int
	Actor    string
	On       calendar.Date // None or 0: today; nothing can have become known later
	LeaveOut bool          // take in the others when some are bad
	DryRun   bool
	Progress func(phase string, done, total int64) // may be nil
	told     []*toldIncomes
	leftOut  int
}

// IncomesReceipt says what became of it.
type IncomesReceipt struct {
	Intake IncomesInfo
	Faults []error // of the lines that cannot be used
	// Already says that the file had been taken in; Resumed that it was completed now.
	Already, Resumed, DryRun bool
}

// Do carries it out. Done twice it changes nothing; interrupted, it is completed by doing it
// again.
func (in *IncomesIntake) Do(ctx context.Context, j *journal.Journal) (r IncomesReceipt, err error) {
	text, digest, err := readWhole(in.File, in.In, in.Actor, &in.On, calendar.InstantOf(j.Now()).Date())
	if err != nil {
		return r, err
	}
	all, err := IncomesIntakes(ctx, j)
	if err != nil {
		return r, err
	}
	r.DryRun = in.DryRun
	if i := slices.IndexFunc(all, func(i IncomesInfo) bool { return i.SHA256 == digest && i.Year == in.Year }); i >= 0 {
		r.Intake = all[i]
		if r.Already = all[i].Complete; r.Already {
			return r, nil
		}
		in.On, in.LeaveOut, r.Resumed = all[i].On, true, true
	}
	if r.Faults, err = in.read(text); err != nil {
		return r, err
	}
	if !r.Resumed {
		if r.Intake, err = in.info(digest, len(all)); err != nil || in.DryRun {
			return r, err
		}
		if err := listed(ctx, j, incomesIntakesStream, KindIncomesIntake, &r.Intake, len(all), in.On, in.Actor, &r.Intake.At, &r.Intake.seq); err != nil {
			return r, err
		}
	}
	if in.DryRun {
		return r, nil
	}
	err = in.write(ctx, j, &r.Intake)
	r.Intake.Complete = err == nil
	return r, err
}

// info is the file as it is listed.
func (in *IncomesIntake) info(digest string, before int) (IncomesInfo, error) {
	if len(in.told) == 0 {
		return IncomesInfo{}, fmt.Errorf("%s has no income of %d that can be taken in", in.File, in.Year)
	}
	i := IncomesInfo{Name: fmt.Sprintf("%d-%d", in.Year, before+1), Year: in.Year, File: in.File, SHA256: digest, Persons: len(in.told), LeftOut: in.leftOut, On: in.On, Actor: in.Actor}
	for _, t := range in.told {
		i.Lines += len(t.lines)
		i.Last = max(i.Last, t.lines[len(t.lines)-1].month)
	}
	return i, nil
}

// write writes what is told of each person.
func (in *IncomesIntake) write(ctx context.Context, j *journal.Journal, info *IncomesInfo) error {
	w, at, i := info.notes(in.Actor), calendar.InstantOf(j.Now()), 0
	return w.Run(ctx, j, func() (*journal.Bundle, error) {
		if i == len(in.told) {
			return nil, nil
		}
		t := in.told[i]
		i++
		stream := fmt.Sprintf("%s%s/%d/%s/%d", incomesPrefix, cmp.Or(t.household, everyHousehold), in.Year, info.Name, t.number)
		return &journal.Bundle{Party: int64(t.person), Stream: stream, Events: []journal.New{
			{Kind: KindIncomes, OccurredOn: in.On, RecordedAt: at, Ordinal: 1, Actor: in.Actor, Cause: w.Stream, Body: t.body(in.Year)}}}, nil
	}, func(n int64) {
		if in.Progress != nil {
			in.Progress("writing", n, int64(len(in.told)))
		}
	})
}

// read reads the file into what is told of each person, by person and household.
func (in *IncomesIntake) read(text []byte) (faults []error, err error) {
	r, err := incomecsv.NewReader(in.File, bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	byWhom := map[incomeOf]*toldIncomes{}
	ofAnother := map[int]bool{} // lines of another year: the year itself is whole without them
	for rec := range r.Records() {
		t := byWhom[incomeOf{string(rec.Household), rec.Person}]
		switch {
		case rec.Month.Year() != in.Year:
			r.Refuse(incomecsv.Month, fmt.Sprintf("a month of %d", in.Year))
			ofAnother[rec.Line] = true
			continue
		case rec.KnownOn > in.On:
			r.Refuse(incomecsv.KnownOn, fmt.Sprintf("a day no later than %s, when it is taken in", in.On))
			continue
		case t == nil && len(rec.Household) > 0 && !canBeHousehold(string(rec.Household)):
			r.Refuse(incomecsv.Household, "letters, digits and hyphens, and no identity number: it becomes part of names")
			continue
		case t == nil:
			t = &toldIncomes{household: string(rec.Household), person: rec.Person, lines: make([]toldLine, 0, 12)}
			byWhom[incomeOf{t.household, t.person}] = t
		}
		t.lines = append(t.lines, toldLine{rec.Amount, rec.KnownOn, rec.Month.Month(), rec.Source})
	}
	if faults, err = lineFaults(in.File, r.Err()); err != nil {
		return nil, err
	}
	if len(faults) > 0 && !in.LeaveOut {
		return faults, &BadFile{in.File, faults}
	}
	in.leftOut = leaveOutIncomes(byWhom, text, faults, ofAnother)
	in.told = make([]*toldIncomes, 0, len(byWhom))
	for _, t := range byWhom {
		slices.SortStableFunc(t.lines, func(x, y toldLine) int { return cmp.Or(cmp.Compare(x.month, y.month), cmp.Compare(x.known, y.known)) })
		in.told = append(in.told, t)
	}
	slices.SortFunc(in.told, func(x, y *toldIncomes) int {
		return cmp.Or(cmp.Compare(x.person, y.person), strings.Compare(x.household, y.household))
	})
	persons := map[string]int{}
	for _, t := range in.told {
		persons[t.household]++
		t.number = persons[t.household]
	}
	return faults, nil
}

// canBeHousehold says whether a household here can have the id.
func canBeHousehold(id string) bool {
	_, number := numberIn(id)
	return isHousehold.MatchString(id) && !number
}

// leaveOutIncomes leaves out those who have a bad line, and says how many they are. A line that
// does not say which person leaves out all of its household.
func leaveOutIncomes(byWhom map[incomeOf]*toldIncomes, text []byte, faults []error, but map[int]bool) int {
	bad := map[int]bool{}
	for _, f := range faults {
		if l, ok := f.(*incomecsv.LineError); ok && !but[l.Line] {
			bad[l.Line] = true
		}
	}
	out := map[incomeOf]bool{}
	line := 0
	for row := range bytes.Lines(text) {
		if line++; !bad[line] {
			continue
		}
		household, rest, _ := strings.Cut(string(row), ";")
		number, _, _ := strings.Cut(rest, ";")
		who := incomeOf{household: strings.Trim(household, "\" \ufeff")}
		if n, err := identity.Parse(strings.Trim(number, `" `)); err == nil {
			who.person = n
			out[who] = true
			delete(byWhom, who)
			continue
		}
		for known := range byWhom {
			if who.household != "" && known.household == who.household {
				out[known] = true
				delete(byWhom, known)
			}
		}
	}
	return len(out)
}
