package casefile

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"balans/exchange/claimcsv"
	"balans/law/calendar"
	"balans/law/identity"
	"balans/recover/claim"
)

// given is a file that the case gives piece by piece: what has come since the
// last import, with the lines it stands on.
type given struct {
	lines []line // without header; spaces around commas taken out, and the optional column added
}

// take adds a block of lines, the first of which is one of the two headers: with
// or without the last column.
func (r *run) take(g *given, b *block, full string) error {
	last := full[strings.LastIndexByte(full, ',')+1:]
	for i, l := range b.lines {
		fields := strings.Split(l.text, ",")
		for k := range fields {
			fields[k] = strings.TrimSpace(fields[k])
		}
		text := strings.Join(fields, ",")
		if i == 0 {
			if text != full && text+","+last != full {
				return r.fault(l.at, "the columns are to be %s; %s may be left out", full, last)
			}
			if len(b.lines) == 1 {
				return r.fault(l.at, "no line follows the columns")
			}
			continue
		}
		if header := strings.Join(strings.Fields(strings.ReplaceAll(b.lines[0].text, ",", " ")), ","); header != full {
			text += ","
		}
		g.lines = append(g.lines, line{l.at, text})
	}
	if len(b.lines) == 0 {
		return r.fault(b.line, "a line that names the columns is to follow: %s", full)
	}
	return nil
}

// file is the text as the program reads it, with its header.
func (g *given) file(header string) string {
	var s strings.Builder
	s.WriteString(header)
	for _, l := range g.lines {
		s.WriteString("\n" + l.text)
	}
	return s.String()
}

var (
	claimHeader = strings.Join(claimcsv.WithDetails(claimcsv.ClaimHeader), ",")
	eventHeader = strings.Join(claimcsv.WithDetails(claimcsv.EventHeader), ",")
)

func (r *run) giveClaims(b *block) error { return r.take(&r.claims, b, claimHeader) }
func (r *run) giveEvents(b *block) error { return r.take(&r.events, b, eventHeader) }

// warn takes the warnings that the next import is to give.
func (r *run) warn(b *block) error {
	for _, l := range b.content() {
		r.warned = append(r.warned, strings.Join(strings.Fields(l.text), " "))
	}
	return nil
}

// importGiven imports what was given since the last question.
func (r *run) importGiven(b *block) (claim.ImportResult, error) {
	r.asked.line = b.line
	n := len(r.claims.lines) + len(r.events.lines)
	if err := r.setParameters(); err != nil || n == 0 {
		return claim.ImportResult{}, err
	}
	r.clock.raise(r.lastGiven())
	var warned []string
	im := claim.Import{Terms: r.law.TermsOf(everything), Actor: actor,
		Claims: claim.File{Name: "given claims", Reader: strings.NewReader(r.claims.file(claimHeader))},
		Events: claim.File{Name: "given events", Reader: strings.NewReader(r.events.file(eventHeader))},
		Warn:   func(f *claim.Refusal) { warned = append(warned, f.Claim+" "+f.Event.ID+" "+f.Rule.ID) }}
	result, err := im.Run(r.ctx, r.j)
	if err != nil {
		return result, err
	}
	if got := result.NewEvents + result.NewClaims; got != int64(n) && b.head != "when imported" {
		r.fail(b.line, "lines imported before this one", fmt.Sprint(n), fmt.Sprint(got))
	}
	slices.Sort(warned)
	want := slices.Sorted(slices.Values(r.warned))
	if len(want) > 0 || len(warned) > 0 {
		r.compare(b.line, "warnings of the import before this line", strings.Join(want, "; "), strings.Join(warned, "; "))
	}
	if err := r.keepParties(); err != nil {
		return result, err
	}
	r.claims.lines, r.events.lines, r.warned = nil, nil, nil
	return result, nil
}

// tried is what became of an import that the case asks for.
type tried struct {
	claim.ImportResult
	err error
}

// tryImport imports what was given; that it cannot be is an answer too. What
// could not be imported is forgotten.
func (r *run) tryImport(b *block) error {
	if len(r.claims.lines)+len(r.events.lines) == 0 {
		return r.fault(b.line, "nothing was given that could be imported")
	}
	result, err := r.importGiven(b)
	var bad *claim.BadLines
	if err != nil && !errors.As(err, &bad) {
		return r.importError(b, err)
	}
	a := &tried{result, nil}
	if err != nil {
		a.err = r.atLines(bad)
		r.claims.lines, r.events.lines, r.warned = nil, nil, nil
	}
	r.answer = a
	return nil
}

// thenImported compares how much was new.
func (r *run) thenImported(b *block) error {
	a := r.answer.(*tried)
	got := fmt.Sprintf("%d claims, %d events", a.NewClaims, a.NewEvents)
	if a.err != nil {
		got = "not imported: " + a.err.Error()
	}
	r.compare(b.line, "the import", b.rest, got)
	return nil
}

// thenNotImported expects that nothing was imported, for the reasons in its lines.
func (r *run) thenNotImported(b *block) error {
	a := r.answer.(*tried)
	if a.err == nil {
		r.compare(b.line, "the import", "not imported", fmt.Sprintf("%d claims, %d events", a.NewClaims, a.NewEvents))
		return nil
	}
	r.compare(b.line, "the import", "not imported", "not imported")
	for _, l := range b.content() {
		if says := plain(a.err.Error()); !strings.Contains(says, l.text) {
			r.compare(l.at, "the reasons", l.text, says)
		}
	}
	return nil
}

// atLines names the bad lines by where they stand in the case.
func (r *run) atLines(bad *claim.BadLines) error {
	var all []string
	for _, e := range bad.First {
		what := e.Found
		if e.Field != "" {
			what = e.Field + " is " + what
		}
		all = append(all, fmt.Sprintf("line %d: %s; expected %s", r.lineOf(e), what, e.Expected))
	}
	return errors.New(strings.Join(all, "\n"))
}

// lineOf is where a line of an import stands in the case.
func (r *run) lineOf(e *claimcsv.LineError) int {
	lines := r.claims.lines
	if e.File == "given events" {
		lines = r.events.lines
	}
	if i := e.Line - 2; i >= 0 && i < len(lines) {
		return lines[i].at
	}
	return r.asked.line
}

// importError is why the import was stopped, at the line of the case.
func (r *run) importError(b *block, err error) error {
	var own *Error
	var bad *claim.BadLines
	switch {
	case errors.As(err, &own):
		return err
	case errors.As(err, &bad) && len(bad.First) > 0:
		_, what, _ := strings.Cut(r.atLines(bad).Error(), ": ")
		return r.fault(r.lineOf(bad.First[0]), "%s", what)
	}
	return r.fault(b.line, "the facts given before this line cannot be imported: %v", err)
}

// lastGiven is the latest instant that a fact given is known at; the import
// itself reports what it cannot read.
func (r *run) lastGiven() (last calendar.Instant) {
	for _, l := range r.events.lines {
		if f := strings.Split(l.text, ","); len(f) > 4 {
			if at, err := calendar.ParseInstant(f[4]); err == nil {
				last = max(last, at)
			}
		}
	}
	return last
}

// keepParties remembers under whom each imported claim is kept.
func (r *run) keepParties() error {
	for _, l := range r.claims.lines {
		f := strings.Split(l.text, ",")
		decided, err := calendar.Parse(f[5])
		if err != nil {
			return r.fault(l.at, "%v", err)
		}
		first := f[1]
		if strings.Contains(first, "+") && strings.IndexByte(first, '+') >= 10 {
			first, _, _ = strings.Cut(first, "+")
		}
		first, _, _ = strings.Cut(first, ":")
		if r.parties[f[0]], err = identity.ParseOn(first, decided); err != nil {
			return r.fault(l.at, "%v", err)
		}
	}
	return nil
}
