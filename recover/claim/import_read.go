package claim

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"

	"balans/exchange/claimcsv"
	"balans/journal"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
	"balans/prevent/benefit"
)

// each calls take for every good line of a file.
func (r *importer) each(ctx context.Context, f *File, in io.Reader, header []string, phase string, take func(c *claimcsv.Reader, fields []string) *claimcsv.LineError) (lines int64, err error) {
	c, err := claimcsv.NewReader(f.Name, in, header)
	if err != nil {
		var bad *claimcsv.LineError
		if errors.As(err, &bad) {
			return 0, &BadLines{First: []*claimcsv.LineError{bad}, Count: 1}
		}
		return 0, err
	}
	for {
		fields, err := c.Next()
		if err == io.EOF {
			r.progress(phase, f.Size, f.Size)
			return lines, nil
		}
		lines++
		if lines%8192 == 0 {
			if err := ctx.Err(); err != nil {
				return lines, err
			}
			r.progress(phase, c.BytesRead(), f.Size)
		}
		var bad *claimcsv.LineError
		if err != nil {
			if !errors.As(err, &bad) {
				return lines, err
			}
		} else if bad = take(c, fields); bad == nil {
			continue
		}
		r.reject(bad)
	}
}

// claimAt returns the index of the claim, making room for it when it is new.
func (r *importer) claimAt(id string) uint32 {
	if i, ok := r.byID[id]; ok {
		return i
	}
	i := uint32(len(r.claims))
	id = strings.Clone(id)
	r.claims = append(r.claims, taken{decision: Decision{ID: id}})
	r.byID[id] = i
	return i
}

func (r *importer) readClaims(ctx context.Context, in io.Reader) (err error) {
	r.result.ClaimLines, err = r.each(ctx, &r.Claims, in, claimcsv.ClaimHeader, "read claims", func(c *claimcsv.Reader, f []string) *claimcsv.LineError {
		if why := badID(f[0]); why != "" {
			return c.Bad(0, why)
		}
		i := r.claimAt(f[0])
		d, bad := parseDecision(c, f)
		if bad != nil {
			bad.ClaimID = f[0]
			if t := &r.claims[i]; t.line == 0 {
				t.line = int32(c.Line())
			}
			return bad
		}
		t := &r.claims[i]
		if t.line != 0 {
			if sameDecision(&t.decision, d) {
				r.result.Repeated++
				r.repeats = append(r.repeats, repeat{claim: i, line: int32(c.Line()), id: t.decision.ID})
				return nil
			}
			bad := c.Bad(0, fmt.Sprintf("each claim once; line %d has the same claim_id with other content", t.line))
			bad.ClaimID = f[0]
			return bad
		}
		d.ID = t.decision.ID
		t.decision, t.line = *d, int32(c.Line())
		return nil
	})
	return err
}

// badID says what an id must be, or "" if it is good.
func badID(id string) string {
	switch {
	case id == "":
		return "an id"
	case len(id) > 100:
		return "an id of at most 100 bytes"
	case strings.TrimSpace(id) != id:
		return "an id without spaces around it"
	case strings.IndexByte("=+-@", id[0]) >= 0: // lists are opened in spreadsheets
		return "an id that does not begin with =, +, - or @, which a spreadsheet takes for a formula"
	}
	for _, c := range id {
		if !unicode.IsPrint(c) { // nor what looks like nothing, such as a byte order mark
			return "an id of characters that can be seen"
		}
	}
	return ""
}

func parseDecision(c *claimcsv.Reader, f []string) (*Decision, *claimcsv.LineError) {
	d := &Decision{}
	var err error
	var ok bool
	if d.DecidedOn, err = calendar.Parse(f[5]); err != nil {
		return nil, c.Bad(5, "a date YYYY-MM-DD")
	}
	if d.DecidedOn < firstDay || d.DecidedOn > lastDay {
		return nil, c.Bad(5, fmt.Sprintf("a date from %s through %s", firstDay, lastDay))
	}
	if d.Principal, ok = oreField(f[6]); !ok || d.Principal == 0 {
		return nil, c.Bad(6, "a whole number of öre above 0, digits only")
	}
	if d.Principal > AmountLimit {
		return nil, c.Bad(6, notAboveLimit)
	}
	if d.Debtors, err = ParseDebtors(f[1], d.DecidedOn, d.Principal); err != nil {
		return nil, c.Bad(1, "a personnummer, samordningsnummer or organisationsnummer of 10 or 12 digits ("+strings.TrimPrefix(err.Error(), "identity: ")+")")
	}
	if d.Benefit, ok = benefit.Parse(f[2]); !ok {
		return nil, c.Bad(2, "a code of the benefit catalogue, such as bostadsbidrag (`balans help benefits` lists them)")
	}
	if d.Authority, ok = ParseAuthority(f[3]); !ok {
		return nil, c.Bad(3, "FK or PM")
	}
	if d.Origin, ok = ParseOrigin(f[4]); !ok {
		return nil, c.Bad(4, "manual or settlement")
	}
	if f[7] != "" {
		if err := d.readDetails(f[7]); err != nil {
			return nil, badDetail(c, err, claimDetails)
		}
	}
	return d, nil
}

// notAboveLimit is what is expected where an amount is too large.
var notAboveLimit = fmt.Sprintf("at most %d öre (rule %s)", int64(AmountLimit), ruleAmountLimit.ID)

// badDetail names the pair that is bad, where it stands in the line.
func badDetail(c *claimcsv.Reader, err error, names []string) *claimcsv.LineError {
	var p *pairError
	if !errors.As(err, &p) {
		return c.Bad(7, err.Error())
	}
	expected := p.expected(names)
	if p.name == "debtor" && p.fault == notRead {
		_, value, _ := strings.Cut(p.pair, "=")
		if _, err := identity.Parse(value); err != nil {
			expected += " (" + strings.TrimPrefix(err.Error(), "identity: ") + ")"
		}
	}
	if p.pair == "" { // two spaces, or one at an end: the pair alone would show nothing
		return c.Bad(7, expected)
	}
	return c.BadPart(7, p.at, p.pair, expected)
}

// oreField reads digits only: no sign, no decimals.
func oreField(s string) (money.Amount, bool) {
	if s == "" || len(s) > 17 {
		return 0, false
	}
	v := int64(0)
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0, false
		}
		v = 10*v + int64(s[i]-'0')
	}
	return money.Amount(v), true
}

func sameDecision(a, b *Decision) bool {
	return a.DecidedOn == b.DecidedOn && a.Principal == b.Principal && a.Benefit == b.Benefit &&
		a.Authority == b.Authority && a.Origin == b.Origin && a.Type == b.Type && a.Charge == b.Charge && FormatDebtors(a.Debtors) == FormatDebtors(b.Debtors)
}

func (r *importer) readEvents(ctx context.Context, in io.Reader) (err error) {
	r.result.EventLines, err = r.each(ctx, &r.Events, in, claimcsv.EventHeader, "read events", func(c *claimcsv.Reader, f []string) *claimcsv.LineError {
		bad := r.readEvent(c, f)
		if bad != nil {
			bad.ClaimID = f[1]
		}
		return bad
	})
	return err
}

func (r *importer) readEvent(c *claimcsv.Reader, f []string) *claimcsv.LineError {
	if why := badID(f[0]); why != "" {
		return c.Bad(0, why)
	}
	if why := badID(f[1]); why != "" {
		return c.Bad(1, why)
	}
	i := r.claimAt(f[1])
	kind, ok := ParseKind(f[2])
	if !ok {
		return c.Bad(2, "a kind of event: "+strings.Join(kindNames[:], ", "))
	}
	e := takenEvent{claim: i, line: int32(c.Line()), Event: Event{Kind: kind, Ordinal: trailingNumber(f[0])}}
	var err error
	if e.OccurredOn, err = calendar.Parse(f[3]); err != nil {
		return c.Bad(3, "a date YYYY-MM-DD")
	}
	if e.RecordedAt, err = r.recordedAt(f[4]); err != nil {
		return c.Bad(4, "a date YYYY-MM-DD or an instant such as 2024-02-28T09:30:00Z")
	}
	if f[5] != "" {
		if e.Amount, ok = oreField(f[5]); !ok {
			return c.Bad(5, "a whole number of öre, digits only, or nothing")
		}
	}
	if f[7] != "" {
		if err := e.readDetails(f[7]); err != nil {
			return badDetail(c, err, eventDetails)
		}
	}
	if e.Amount > AmountLimit {
		return c.Bad(5, notAboveLimit)
	}
	if kind == Waived && f[5] != "" && e.Amount == 0 {
		return c.Bad(5, "a whole number of öre above 0, or nothing where all that was left is waived")
	}
	if kind.NeedsAmount() && e.Amount == 0 {
		return c.Bad(5, "a whole number of öre above 0, which "+kind.String()+" must state")
	}
	if !e.ByLaw {
		e.ToPrincipal = e.Amount
	}
	if f[6] != "" {
		if e.ByLaw {
			return c.Bad(6, "nothing: details says by=law, so the law divides the amount. Leave by=law out if this is what was booked to principal")
		}
		if e.ToPrincipal, ok = oreField(f[6]); !ok || e.ToPrincipal > e.Amount {
			return c.Bad(6, "the part of amount_ore that went to principal, a whole number of öre not above it, or nothing")
		}
	}
	if kind == Decided {
		return r.decidedAgain(c, f, i, &e)
	}
	e.ID = r.keep(f[0])
	r.makeRoom(c)
	r.events = append(r.events, e)
	return nil
}

// makeRoom foresees the number of events from the part of the file read so far,
// so that the array is not copied again and again while it grows.
func (r *importer) makeRoom(c *claimcsv.Reader) {
	if n := int64(len(r.events)); n == 1<<16 && r.Events.Size > c.BytesRead() && c.BytesRead() > 0 {
		r.events = slices.Grow(r.events, int(n*(r.Events.Size-c.BytesRead())/c.BytesRead()*51/50))
	}
}

// decidedAgain takes a decided line among the events: the claims file has said
// it already, so it must say the same.
func (r *importer) decidedAgain(c *claimcsv.Reader, f []string, i uint32, e *takenEvent) *claimcsv.LineError {
	d := &r.claims[i].decision
	switch {
	case r.claims[i].line == 0:
		return c.Bad(1, "a claim of the claims file, which holds the decision")
	case r.claims[i].bad:
		r.repeats = append(r.repeats, repeat{i, e.line, true, r.keep(f[0])})
		return nil
	case e.OccurredOn != d.DecidedOn:
		return c.Bad(3, "the decision day of the claims file, "+d.DecidedOn.String())
	case e.Amount != 0 && e.Amount != d.Principal:
		return c.Bad(5, fmt.Sprintf("the principal of the claims file, %d, or nothing", int64(d.Principal)))
	}
	r.result.Repeated++
	r.repeats = append(r.repeats, repeat{i, e.line, true, r.keep(f[0])})
	return nil
}

// recordedAt reads an instant; a date alone means the end of that day.
func (r *importer) recordedAt(s string) (calendar.Instant, error) {
	if len(s) != 10 {
		return calendar.ParseInstant(s)
	}
	d, err := calendar.Parse(s)
	if err != nil {
		return 0, err
	}
	end, ok := r.endings[d]
	if !ok {
		end = calendar.EndOfDay(d)
		r.endings[d] = end
	}
	return end, nil
}

// trailingNumber is the number that ends an event id, which orders the events of
// a day; 0 if there is none.
func trailingNumber(id string) int64 {
	at := len(id)
	for at > 0 && id[at-1] >= '0' && id[at-1] <= '9' {
		at--
	}
	v := int64(0)
	for _, c := range []byte(id[max(at, len(id)-18):]) {
		v = 10*v + int64(c-'0')
	}
	return v
}

// keep copies an id into a block that many ids share, so that the line it came
// from can be forgotten.
func (r *importer) keep(id string) string {
	if r.ids.Len()+len(id) > r.ids.Cap() {
		r.ids = strings.Builder{}
		r.ids.Grow(1 << 20)
	}
	at := r.ids.Len()
	r.ids.WriteString(id)
	return r.ids.String()[at:]
}

// compare reads what the journal already holds of the claims in the files.
func (r *importer) compare(ctx context.Context, j *journal.Journal) error {
	head, err := j.Head(ctx)
	if err != nil || head.Seq == 0 {
		return err
	}
	_, err = j.ScanFacts(ctx, 0, func(e *journal.Event) error {
		if e.Seq%8192 == 0 {
			r.progress("compare", e.Seq, head.Seq)
		}
		id, ok := IDOf(e.Stream)
		if !ok {
			return nil
		}
		i, ok := r.byID[id]
		if !ok {
			return nil
		}
		return r.compareOne(&r.claims[i], i, e)
	})
	r.progress("compare", head.Seq, head.Seq)
	return err
}

func (r *importer) compareOne(t *taken, i uint32, e *journal.Event) error {
	t.stored++
	k, ok := kindsByStored[e.Kind]
	if !ok {
		return fmt.Errorf("event %d: the kind %q is unknown to this program", e.Seq, e.Kind)
	}
	if k.kind != Decided {
		ev, err := eventOf(k, e)
		if err != nil {
			return fmt.Errorf("event %d: %w", e.Seq, err)
		}
		r.events = append(r.events, takenEvent{Event: ev, claim: i, stored: true})
		return nil
	}
	d, err := decisionOf(e)
	if err != nil {
		return fmt.Errorf("event %d: %w", e.Seq, err)
	}
	if t.line != 0 && !t.bad && !sameDecision(&d, &t.decision) {
		r.reject(&claimcsv.LineError{File: r.Claims.Name, Line: int(t.line), Column: 1, Field: "claim_id", Found: d.ID, ClaimID: d.ID,
			Expected: "the decision as the journal holds it (debtor " + debtorsMasked(d.Debtors) + ", " + d.Benefit.String() + ", " + d.DecidedOn.String() +
				fmt.Sprintf(", %d öre); a new decision is an event of kind changed", int64(d.Principal))})
	}
	t.decision = d
	return nil
}

func debtorsMasked(debtors []Debtor) string {
	var all []string
	for _, d := range debtors {
		all = append(all, identity.Number(d.Number).Masked())
	}
	return strings.Join(all, "+")
}
