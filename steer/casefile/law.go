package casefile

import (
	"fmt"
	"strings"

	"balans/journal/parameter"
	"balans/law/calendar"
	"balans/law/statute"
	"balans/recover/claim"
)

// parameterHeader is the columns of given parameters.
const parameterHeader = statute.Columns + ",recorded_at"

// alwaysKnown is when a given parameter became known where the case does not say.
var alwaysKnown = calendar.StartOfDay(calendar.New(1971, 1, 1))

func (r *run) giveParameters(b *block) error { return r.take(&r.parameters, b, parameterHeader) }

// setParameters records the values given since the last question as the
// agency's own, each from the instant it became known, and reads the law anew.
func (r *run) setParameters() (err error) {
	if len(r.parameters.lines) == 0 {
		return nil
	}
	declared, err := statute.Load()
	if err != nil {
		return err
	}
	var settings []parameter.Setting
	for _, l := range r.parameters.lines {
		s, err := settingOf(declared, l.text)
		if err != nil {
			return r.fault(l.at, "%v", err)
		}
		r.clock.raise(s.KnownAt)
		settings = append(settings, s)
	}
	at := r.parameters.lines[0].at
	if _, err = parameter.Record(r.ctx, r.j, settings, parameter.Entry{Actor: actor}, fmt.Sprintf("line-%d", at), false); err == nil {
		r.law, err = claim.ReadLaw(r.ctx, r.j)
	}
	if err != nil {
		return r.fault(at, "%v", err)
	}
	r.parameters.lines = nil
	return nil
}

// settingOf reads a line of given parameters.
func settingOf(declared *statute.Parameters, text string) (s parameter.Setting, err error) {
	fields := strings.Split(text, ",")
	if want := strings.Count(parameterHeader, ",") + 1; len(fields) != want {
		return s, fmt.Errorf("%d fields are to stand here (%s; a comma separates two of them), not %d", want, parameterHeader, len(fields))
	}
	known := fields[len(fields)-1]
	if s.Value, err = declared.ParseRecord(fields[:len(fields)-1]); err != nil {
		return s, err
	}
	if s.KnownAt = alwaysKnown; known == "" {
		return s, nil
	}
	if s.KnownAt, err = calendar.ParseInstant(known); err != nil {
		return s, fmt.Errorf("recorded_at: %w", err)
	}
	return s, nil
}
