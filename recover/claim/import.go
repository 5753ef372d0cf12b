package claim

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"

	"balans/exchange/claimcsv"
	"balans/journal"
	"balans/law/calendar"
)

// importPrefix begins the agency's own stream of an import, named by the digest
// of its files.
const importPrefix = "import/"

// leftOut marks, in the note of a completed import, that lines were left out:
// the same files may then hold something new for a program that can read them.
const leftOut = "left_out="

// Import is one take-over of claims and events from the two neutral files.
//
// It works in three steps: read and check everything in memory, compare with
// what the journal holds, write. Nothing is written unless all lines are good,
// or SkipBad is given: then a claim with a bad line is left out with all its
// lines. Writing goes in slices of whole claims; a run that was stopped is
// completed by running it again.
type Import struct {
	Claims, Events File
	Terms          Terms
	Actor          string
	// SkipBad is called for every line that is left out. nil: a bad line stops
	// the import.
	SkipBad func(*claimcsv.LineError) error
	// Warn is called for events that the rules would not have allowed.
	Warn     func(*Refusal)
	Progress func(phase string, done, total int64) // may be nil
}

// File is one of the files.
type File struct {
	Name string
	Size int64 // bytes; 0 if unknown
	io.Reader
}

// ImportResult says what an import did.
type ImportResult struct {
	Digest                   string // of both files: the name of this import
	ClaimLines, EventLines   int64
	NewClaims, NewEvents     int64 // written now
	KnownClaims, KnownEvents int64 // there already
	Repeated                 int64 // lines that stand twice in the files
	LeftOutClaims, LeftOut   int64 // claims and lines left out
	Warnings                 int64
	Completed                string // the earlier import of the same files, if any: when it was completed
}

// BadLines is the error of an import that was stopped by bad lines: the first
// hundred, and how many there are.
type BadLines struct {
	First []*claimcsv.LineError
	Count int64
}

// Error lists the lines.
func (b *BadLines) Error() string {
	var s strings.Builder
	for _, l := range b.First {
		s.WriteString(l.Error())
		s.WriteByte('\n')
	}
	if more := b.Count - int64(len(b.First)); more > 0 {
		fmt.Fprintf(&s, "… and %d more\n", more)
	}
	lines, them := "lines", "them"
	if b.Count == 1 {
		lines, them = "line", "it"
	}
	fmt.Fprintf(&s, "%d bad %s: nothing was imported. Correct %s, or leave whole claims out with --skip-bad FILE.", b.Count, lines, them)
	return s.String()
}

// taken is a claim of the files, or one of the journal that the files add to.
type taken struct {
	decision Decision
	line     int32 // in the claims file; 0 if it stands only in the journal
	bad      bool
	stored   int32 // events the journal has of it, the decision included
}

// takenEvent is an event of the files or of the journal.
type takenEvent struct {
	Event
	claim  uint32
	line   int32
	stored bool
	drop   bool // repeated in the files, or known to the journal already
	bad    bool // named as bad already
}

// repeat is a line that says what another line has said; nothing else is kept of it.
type repeat struct {
	claim   uint32
	line    int32
	ofEvent bool
	id      string
}

type importer struct {
	*Import
	result  ImportResult
	byID    map[string]uint32
	claims  []taken
	events  []takenEvent
	repeats []repeat
	order   []uint32 // events by claim, then in the order they count
	end     []uint32 // per claim: where its part of order ends
	bad     BadLines
	ids     strings.Builder // event ids end to end, in large blocks
	digest  [32]byte
	endings map[calendar.Date]calendar.Instant
}

// Run carries the import out.
func (im *Import) Run(ctx context.Context, j *journal.Journal) (ImportResult, error) {
	r := &importer{Import: im, byID: map[string]uint32{}, endings: map[calendar.Date]calendar.Instant{}}
	err := r.run(ctx, j)
	return r.result, err
}

func (r *importer) run(ctx context.Context, j *journal.Journal) error {
	if err := r.readFiles(ctx); err != nil {
		return err
	}
	r.result.Digest = hex.EncodeToString(r.digest[:16])
	own, err := j.Load(ctx, 0, importPrefix+r.result.Digest)
	if err != nil {
		return err
	}
	for _, e := range own {
		if e.Kind == writeCompleted && !strings.Contains(e.Body, leftOut) {
			r.result.Completed = e.RecordedAt.String()
			r.result.KnownClaims, r.result.KnownEvents = r.result.ClaimLines, r.result.EventLines
			return nil
		}
	}
	if err := r.compare(ctx, j); err != nil {
		return err
	}
	r.group()
	r.checkAll()
	if err := r.verdict(); err != nil {
		return err
	}
	return r.write(ctx, j, own)
}

// progress tells how far a phase has come.
func (r *importer) progress(phase string, done, total int64) {
	if r.Progress != nil {
		r.Progress(phase, done, total)
	}
}

// reject notes a bad line and the claim that must be left out with it.
func (r *importer) reject(e *claimcsv.LineError) {
	r.bad.Count++
	if len(r.bad.First) < 100 || r.SkipBad != nil {
		r.bad.First = append(r.bad.First, e)
	}
	if badID(e.ClaimID) == "" {
		r.claims[r.claimAt(e.ClaimID)].bad = true // also when its other lines come later
	}
}

// group sorts the events of each claim into the order they count, and drops
// lines that stand twice.
func (r *importer) group() {
	r.end = make([]uint32, len(r.claims))
	for i := range r.events {
		r.end[r.events[i].claim]++
	}
	total := uint32(0)
	at := make([]uint32, len(r.claims))
	for i, n := range r.end {
		at[i] = total
		total += n
		r.end[i] = total
	}
	r.order = make([]uint32, total)
	for i := range r.events {
		c := r.events[i].claim
		r.order[at[c]] = uint32(i)
		at[c]++
	}
	for c := range r.claims {
		own := r.own(c)
		r.dropRepeated(own)
		slices.SortStableFunc(own, func(x, y uint32) int {
			a, b := &r.events[x], &r.events[y]
			return cmp.Or(cmp.Compare(a.OccurredOn, b.OccurredOn), cmp.Compare(a.Ordinal, b.Ordinal), cmp.Compare(a.ID, b.ID))
		})
	}
}

// own is the claim's part of order.
func (r *importer) own(c int) []uint32 { return r.order[start(r.end, c):r.end[c]] }

// dropRepeated finds events of a claim with the same id: alike, one is kept,
// and the one in the journal goes first; unlike, the later line is bad.
func (r *importer) dropRepeated(own []uint32) {
	slices.SortFunc(own, func(x, y uint32) int {
		a, b := &r.events[x], &r.events[y]
		return cmp.Or(cmp.Compare(a.ID, b.ID), boolFirst(a.stored, b.stored), cmp.Compare(a.line, b.line))
	})
	for i := 1; i < len(own); i++ {
		first, e := &r.events[own[i-1]], &r.events[own[i]]
		if first.ID != e.ID || e.stored {
			continue
		}
		if !first.Event.same(&e.Event) {
			where := fmt.Sprintf("line %d has the same id with other content", first.line)
			if first.stored {
				where = "the journal holds the same id with other content"
			}
			r.rejectEvent(e, fmt.Sprintf("an event_id used once in a claim: %s", where))
			continue
		}
		e.drop = true
		if first.stored && first.line == 0 {
			first.line = e.line // met; the same once more is a repetition
			r.result.KnownEvents++
		} else {
			r.result.Repeated++
		}
		own[i-1], own[i] = own[i], own[i-1] // keep the kept one beside the next
	}
}

func boolFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func (r *importer) rejectEvent(e *takenEvent, expected string) {
	if e.bad {
		return
	}
	e.bad = true
	c := &r.claims[e.claim]
	r.reject(&claimcsv.LineError{File: r.Events.Name, Line: int(e.line), Column: 1, Field: "event_id", Found: e.ID, Expected: expected,
		Raw: e.ID + "," + c.decision.ID + "," + e.Kind.String() + "," + e.OccurredOn.String(), ClaimID: c.decision.ID})
}

// checkAll holds every claim's life against the guards: what is impossible is a
// bad line, what the rules would not have allowed is a warning.
func (r *importer) checkAll() {
	var life []Event
	for c := range r.claims {
		t := &r.claims[c]
		own := r.own(c)
		if t.line == 0 && t.stored == 0 {
			for _, x := range own {
				r.rejectEvent(&r.events[x], "a claim that the claims file or the journal decides; "+t.decision.ID+" is decided in neither")
			}
			t.bad = true
			continue
		}
		life = life[:0]
		for _, x := range own {
			if !r.events[x].drop {
				life = append(life, r.events[x].Event)
			}
		}
		var warnings []*Refusal
		Check(&t.decision, life, r.Terms, func(f *Refusal) {
			x := slices.IndexFunc(own, func(x uint32) bool { return r.events[x].Event == f.Event && !r.events[x].drop })
			e := &r.events[own[x]]
			if f.Rule.Weight == Impossible {
				r.rejectEvent(e, fmt.Sprintf("%s (rule %s, %s); %s", f.Rule.Says, f.Rule.ID, f.Rule.Source, f.Why))
			} else if !e.stored {
				warnings = append(warnings, f)
			}
		})
		if !t.bad { // nothing is kept of a bad claim, so there is nothing to warn of
			r.warn(warnings)
		}
		if r.Progress != nil && c%4096 == 0 {
			r.progress("check", int64(c), int64(len(r.claims)))
		}
	}
	r.progress("check", int64(len(r.claims)), int64(len(r.claims)))
}

func (r *importer) warn(warnings []*Refusal) {
	r.result.Warnings += int64(len(warnings))
	for _, f := range warnings {
		if r.Warn != nil {
			r.Warn(f)
		}
	}
}

// verdict stops the import, or leaves the bad claims out.
func (r *importer) verdict() error {
	if r.bad.Count == 0 {
		return nil
	}
	if r.SkipBad == nil {
		return &r.bad
	}
	for _, e := range r.bad.First {
		if err := r.SkipBad(e); err != nil {
			return err
		}
	}
	r.result.LeftOut = r.bad.Count
	rejected := map[string]bool{}
	for _, e := range r.bad.First {
		rejected[fmt.Sprintf("%s:%d", e.File, e.Line)] = true
	}
	for c := range r.claims {
		t := &r.claims[c]
		if !t.bad {
			continue
		}
		r.result.LeftOutClaims++
		because := becauseOf(t)
		if at := fmt.Sprintf("%s:%d", r.Claims.Name, t.line); t.line > 0 && !rejected[at] {
			if err := r.leaveOut(r.Claims.Name, int(t.line), t.decision.ID, because); err != nil {
				return err
			}
		}
		for _, x := range r.own(c) {
			e := &r.events[x]
			if at := fmt.Sprintf("%s:%d", r.Events.Name, e.line); !e.stored && !rejected[at] {
				if err := r.leaveOut(r.Events.Name, int(e.line), e.ID, because); err != nil {
					return err
				}
			}
		}
	}
	for _, again := range r.repeats {
		file := r.Claims.Name
		if again.ofEvent {
			file = r.Events.Name
		}
		if t := &r.claims[again.claim]; t.bad {
			if err := r.leaveOut(file, int(again.line), again.id, becauseOf(t)); err != nil {
				return err
			}
		}
	}
	return nil
}

func becauseOf(t *taken) string {
	return "nothing wrong here; another line of the claim " + t.decision.ID + " is bad, and a claim is imported whole or not at all"
}

func (r *importer) leaveOut(file string, line int, id, because string) error {
	r.result.LeftOut++
	return r.SkipBad(&claimcsv.LineError{File: file, Line: line, Column: 1, Found: id, Expected: because, Raw: id})
}

// write stores the new claims and events in order of party, between two events
// in the agency's own stream.
func (r *importer) write(ctx context.Context, j *journal.Journal, own []journal.Event) error {
	todo := make([]uint32, 0, len(r.claims))
	for c := range r.claims {
		if n := r.fresh(c); n > 0 {
			todo = append(todo, uint32(c))
			r.result.NewEvents += n
			if r.claims[c].stored == 0 {
				r.result.NewClaims++
				r.result.NewEvents--
			}
		}
		if t := &r.claims[c]; t.stored > 0 && t.line > 0 && !t.bad {
			r.result.KnownClaims++
		}
	}
	if len(todo) == 0 && (len(own) == 0 || own[len(own)-1].Kind == writeCompleted) {
		return nil
	}
	slices.SortFunc(todo, func(x, y uint32) int {
		a, b := &r.claims[x].decision, &r.claims[y].decision
		return cmp.Or(cmp.Compare(a.Party(), b.Party()), strings.Compare(a.ID, b.ID))
	})
	w := journal.MassWrite{Stream: importPrefix + r.result.Digest, Actor: r.Actor,
		Summary: fmt.Sprintf("claims=%d events=%d", r.result.ClaimLines, r.result.EventLines)}
	if r.result.LeftOut > 0 {
		w.Summary += fmt.Sprintf(" %s%d", leftOut, r.result.LeftOut)
	}
	by, at := EntryOf(&w), 0
	total := r.result.NewClaims + r.result.NewEvents
	return w.Run(ctx, j, func() (*journal.Bundle, error) {
		if at == len(todo) {
			return nil, nil
		}
		at++
		return r.bundle(int(todo[at-1]), by), nil
	}, func(n int64) { r.progress("write", n, total) })
}

// fresh counts the events to be written for a claim, the decision included.
func (r *importer) fresh(c int) (n int64) {
	t := &r.claims[c]
	if t.bad {
		return 0
	}
	if t.stored == 0 {
		n++
	}
	for _, x := range r.own(c) {
		if e := &r.events[x]; !e.drop && !e.stored {
			n++
		}
	}
	return n
}

func (r *importer) bundle(c int, by Entry) *journal.Bundle {
	t := &r.claims[c]
	b := &journal.Bundle{Party: int64(t.decision.Party()), Stream: Stream(t.decision.ID), After: t.stored}
	own := r.own(c)
	b.Events = make([]journal.New, 0, 1+len(own))
	if t.stored == 0 {
		b.Events = append(b.Events, t.decision.ToJournal(by))
	}
	for _, x := range own {
		if e := &r.events[x]; !e.drop && !e.stored {
			b.Events = append(b.Events, e.ToJournal(by))
		}
	}
	return b
}

// hashReader counts what passes into the digest of the import.
type hashReader struct {
	io.Reader
	sum interface{ Write([]byte) (int, error) }
}

func (h hashReader) Read(p []byte) (int, error) {
	n, err := h.Reader.Read(p)
	h.sum.Write(p[:n])
	return n, err
}

func (r *importer) readFiles(ctx context.Context) error {
	sum := sha256.New()
	if err := r.readClaims(ctx, hashReader{r.Claims, sum}); err != nil {
		return err
	}
	sum.Write([]byte{0})
	if err := r.readEvents(ctx, hashReader{r.Events, sum}); err != nil {
		return err
	}
	sum.Sum(r.digest[:0])
	return nil
}
