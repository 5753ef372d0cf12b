package housing

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
)

// Intake takes in a file of what was decided and paid provisionally (exchange/householdcsv), of
// one year. A household with a bad line is left out whole, or stops everything.
type Intake struct {
	File       string
	In         io.Reader
	Actor      string
	On         calendar.Date // None or 0: today
	LeaveOut   bool          // take in the others when some are bad
	DryRun     bool
	Progress   func(phase string, done, total int64) // may be nil
	households []*Known
}

// IntakeReceipt says what became of it.
type IntakeReceipt struct {
	Intake IntakeInfo
	Faults []error // of the households that were left out
	// Already says that the file had been taken in; Resumed that it was completed now.
	Already, Resumed, DryRun bool
}

// ErrBusy: something that was listed meanwhile, or an interrupted write, has to be completed first.
var ErrBusy = errors.New("housing: a write before this one is not complete; complete it first")

// Do carries it out. Done twice it changes nothing; interrupted, it is completed by doing it
// again.
func (in *Intake) Do(ctx context.Context, j *journal.Journal) (r IntakeReceipt, err error) {
	text, digest, err := readWhole(in.File, in.In, in.Actor, &in.On, calendar.InstantOf(j.Now()).Date())
	if err != nil {
		return r, err
	}
	all, err := Intakes(ctx, j)
	if err != nil {
		return r, err
	}
	if i := slices.IndexFunc(all, func(i IntakeInfo) bool { return i.SHA256 == digest }); i >= 0 {
		return in.again(ctx, j, text, &all[i], all[:i])
	}
	runs, err := Runs(ctx, j)
	if err != nil {
		return r, err
	}
	if i := slices.IndexFunc(runs, func(x RunInfo) bool { return !x.Complete }); i >= 0 {
		return r, fmt.Errorf("%w: the settlement %s", ErrBusy, runs[i].Name)
	}
	if r.Faults, err = in.read(ctx, j, text, all, Everything); err != nil {
		return r, err
	}
	r.DryRun = in.DryRun
	r.Intake, err = in.info(digest, len(all), r.Faults)
	if err != nil || in.DryRun {
		return r, err
	}
	if err := in.list(ctx, j, &r.Intake, len(all), len(runs)); err != nil {
		return r, err
	}
	return r, in.write(ctx, j, &r.Intake)
}

// readWhole reads a file that somebody takes in on a day, today where none is stated, and gives
// the digest it is known again by.
func readWhole(file string, in io.Reader, actor string, on *calendar.Date, today calendar.Date) (text []byte, digest string, err error) {
	if text, err = io.ReadAll(in); err != nil {
		return nil, "", fmt.Errorf("read %s: %w", file, err)
	}
	if *on == calendar.None || *on == 0 {
		*on = today
	}
	switch {
	case *on > today:
		return nil, "", &InputError{"on", fmt.Sprintf("%s is still to come", *on), ""}
	case actor == "" || !journal.Plain(actor) || !journal.Plain(file):
		return nil, "", errors.New("housing: who does it is to be named, and neither that name nor the file's may hold a control character")
	}
	sum := sha256.Sum256(text)
	return text, hex.EncodeToString(sum[:]), nil
}

// again completes a file that was interrupted, or says that it is there already. before are
// those that were listed before it.
func (in *Intake) again(ctx context.Context, j *journal.Journal, text []byte, info *IntakeInfo, before []IntakeInfo) (r IntakeReceipt, err error) {
	r.Intake, r.DryRun = *info, in.DryRun
	n, err := in.notes(info).Notes(ctx, j)
	if err != nil || n.Last != 0 {
		r.Already = true
		return r, err
	}
	in.On, in.LeaveOut = info.On, true
	if r.Faults, err = in.read(ctx, j, text, before, info.seq); err != nil {
		return r, err
	}
	r.Resumed = true
	if in.DryRun {
		return r, nil
	}
	return r, in.write(ctx, j, info)
}

// info is the file as it is listed.
func (in *Intake) info(digest string, before int, faults []error) (IntakeInfo, error) {
	if len(in.households) == 0 {
		return IntakeInfo{}, fmt.Errorf("%s has no household that can be taken in", in.File)
	}
	info := IntakeInfo{Year: in.households[0].Year, File: in.File, SHA256: digest, Households: len(in.households), LeftOut: households(faults), On: in.On, Actor: in.Actor}
	info.Name = fmt.Sprintf("%d-%d", info.Year, before+1)
	for _, k := range in.households {
		info.Paid += k.Paid()
	}
	return info, nil
}

func (in *Intake) notes(info *IntakeInfo) *journal.MassWrite {
	return &journal.MassWrite{Stream: intakePrefix + info.Name, Actor: in.Actor, Name: notesName, NewStreams: true,
		Summary: fmt.Sprintf("year=%d households=%d paid=%d", info.Year, info.Households, info.Paid)}
}

// list lists the file after so many, unless a settlement was listed meanwhile.
func (in *Intake) list(ctx context.Context, j *journal.Journal, info *IntakeInfo, before, runs int) error {
	return listed(ctx, j, intakesStream, KindIntake, info, before, in.On, in.Actor, &info.At, &info.seq, journal.Append{Stream: runsStream, Expected: int32(runs)})
}

// listed adds a line to a list of the agency's, after so many; other lists stand as meanwhile says.
func listed(ctx context.Context, j *journal.Journal, stream, kind string, b any, before int, on calendar.Date, actor string, at *calendar.Instant, seq *int64, meanwhile ...journal.Append) error {
	body, err := journal.Body(b)
	if err != nil {
		return err
	}
	events, err := j.Append(ctx, append(meanwhile, journal.Append{Stream: stream, Expected: int32(before), Events: []journal.New{{Kind: kind, OccurredOn: on, Actor: actor, Body: body}}})...)
	if errors.Is(err, journal.ErrConflict) {
		return fmt.Errorf("%w, and do this again: %w", ErrBusy, err)
	}
	if err != nil {
		return err
	}
	*at, *seq = events[0].RecordedAt, events[0].Seq
	return nil
}

// write writes the households, and a reference under each spouse.
func (in *Intake) write(ctx context.Context, j *journal.Journal, info *IntakeInfo) error {
	type place struct {
		under identity.Number
		k     *Known
	}
	places := make([]place, 0, 2*len(in.households))
	for _, k := range in.households {
		places = append(places, place{k.Party, k})
		if k.HasSpouse() {
			places = append(places, place{k.Spouse, k})
		}
	}
	slices.SortStableFunc(places, func(x, y place) int {
		return cmp.Or(cmp.Compare(x.under, y.under), strings.Compare(x.k.ID, y.k.ID))
	})
	w, at, i := in.notes(info), calendar.InstantOf(j.Now()), 0
	return w.Run(ctx, j, func() (*journal.Bundle, error) {
		if i == len(places) {
			return nil, nil
		}
		p := places[i]
		i++
		if p.under == p.k.Party {
			event, err := p.k.event(at, in.On, in.Actor, w.Stream)
			return &journal.Bundle{Party: int64(p.under), Stream: DecidedStream(p.k.ID, p.k.Year, info.Name), Events: []journal.New{event}}, err
		}
		body, err := journal.Body(concernsBody{p.k.ID, p.k.Year, p.k.Party})
		return &journal.Bundle{Party: int64(p.under), Stream: fmt.Sprintf("%s%s/%d/%s", concernsPrefix, p.k.ID, p.k.Year, info.Name),
			Events: []journal.New{{Kind: KindConcerns, OccurredOn: in.On, RecordedAt: at, Ordinal: 1, Actor: in.Actor, Cause: w.Stream, Body: body}}}, err
	}, func(n int64) {
		if in.Progress != nil {
			in.Progress("writing", n, int64(len(places)))
		}
	})
}

// read reads the file into households. before are the files that were listed before it, which was
// at a seq.
func (in *Intake) read(ctx context.Context, j *journal.Journal, text []byte, before []IntakeInfo, at int64) (faults []error, err error) {
	in.households, faults, err = readHouseholds(in.File, bytes.NewReader(text))
	if err != nil {
		return faults, err
	}
	moved, err := in.moved(ctx, j, before, at)
	if err != nil {
		return faults, err
	}
	if faults = append(faults, moved...); len(faults) > 0 && !in.LeaveOut {
		err = &BadFile{in.File, faults}
	}
	return faults, err
}

// moved leaves out the households that an earlier file of the year told of under another
// applicant: what was settled of one person would be settled anew of another. An earlier file
// that was interrupted is to be completed first, so that the order of the files is that of what
// they tell.
func (in *Intake) moved(ctx context.Context, j *journal.Journal, before []IntakeInfo, at int64) (faults []error, err error) {
	if len(in.households) == 0 {
		return nil, nil
	}
	year, some := in.households[0].Year, false
	for i := range before {
		if before[i].Year != year {
			continue
		}
		if !before[i].Complete {
			return nil, fmt.Errorf("%w: the file %s, as intake %s", ErrBusy, before[i].File, before[i].Name)
		}
		some = true
	}
	if !some {
		return nil, nil
	}
	book, err := ReadBook(ctx, j, year, at)
	if err != nil {
		return nil, err
	}
	applicants := make(map[string]identity.Number, len(book.Households))
	for _, k := range book.Households {
		applicants[k.ID] = k.Party
	}
	in.households = slices.DeleteFunc(in.households, func(k *Known) bool {
		had, there := applicants[k.ID]
		if !there || had == k.Party {
			return false
		}
		faults = append(faults, &HouseholdError{in.File, k.line, k.ID, &InputError{"person", fmt.Sprintf("an earlier file of %d has it under another applicant, %s; give the months of this one as a household of its own", year, had.Masked()), "SFB 98:5"}})
		return true
	})
	return faults, nil
}

// BadFile is a file with households that cannot be used.
type BadFile struct {
	File   string
	Faults []error
}

// mostTold is how many faults an error tells.
const mostTold = 100

// Error tells each fault, up to a hundred, and what to do.
func (b *BadFile) Error() string {
	lines := make([]string, 0, min(len(b.Faults), mostTold)+2)
	for _, f := range b.Faults[:min(len(b.Faults), mostTold)] {
		lines = append(lines, f.Error())
	}
	if more := len(b.Faults) - mostTold; more > 0 {
		lines = append(lines, fmt.Sprintf("… and %d more", more))
	}
	return strings.Join(append(lines, fmt.Sprintf("%s: nothing was written; mend the lines, or leave those households out", b.File)), "\n")
}

// Unwrap gives each fault.
func (b *BadFile) Unwrap() []error { return b.Faults }
