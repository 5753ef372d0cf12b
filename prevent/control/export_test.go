package control

import (
	"context"
	"iter"
	"maps"
	"slices"
	"strings"

	"balans/journal"
	"balans/law/calendar"
	"balans/prevent/payout"
	"balans/prevent/register"
)

// ReasonsWithWords is every reason that words are kept of.
func ReasonsWithWords() []string { return slices.Sorted(maps.Keys(reasons)) }

// OutsideOf is the fields a rule asked for that are not on its list.
func OutsideOf(r *Rule, s *Sources, line *payout.Line, on calendar.Date, settings Settings) Fields {
	v := &View{Sources: s, Line: line, On: on, Settings: settings, rule: r}
	evaluate(r, v)
	return v.outside
}

// AdoptUnread takes a plan into use without reading it, as another version of Balans that
// can read it did.
func AdoptUnread(ctx context.Context, j *journal.Journal, id, text string) error {
	body, err := journal.Body(adopted{id, strings.Split(strings.TrimSuffix(text, "\n"), "\n")})
	if err != nil {
		return err
	}
	_, err = j.Append(ctx, journal.Append{Stream: plansStream, Expected: journal.AnyVersion, Events: []journal.New{{
		Kind: kindAdopted, OccurredOn: calendar.InstantOf(j.Now()).Date(), Actor: "karin", Body: body}}})
	return err
}

// RuleThatReads is a rule that may read every field there is, and tells what it is given of
// a kind of fact.
func RuleThatReads(k register.Kind) *Rule {
	return &Rule{ID: "nosy", Version: 1, Reads: endOfFields - 1, judge: func(v *View) Evaluation {
		e := Evaluation{Outcome: NoFinding, Reason: "death.none"}
		for _, f := range v.Facts(k, calendar.Period{From: calendar.New(1900, 1, 1), To: calendar.None}) {
			e.Args = append(e.Args, f.Other)
		}
		return e
	}}
}

// Interrupt leaves the journal as a run does that is stopped after some payouts.
func Interrupt(ctx context.Context, j *journal.Journal, r *Result, payouts int) error {
	if err := r.ask(ctx, j, nil); err != nil {
		return err
	}
	w := &journal.MassWrite{Stream: runStream(r.ID), Name: "control.run."}
	if _, err := j.Append(ctx, journal.Append{Stream: w.Stream, Events: []journal.New{{Kind: w.Name + journal.MassStarted, OccurredOn: r.On, Actor: r.By}}}); err != nil {
		return err
	}
	next, stop := iter.Pull2(r.bundles(w, calendar.InstantOf(j.Now())))
	defer stop()
	_, err := j.Bulk(ctx, func() (*journal.Bundle, error) {
		if payouts--; payouts < 0 {
			return nil, nil
		}
		b, err, _ := next()
		return b, err
	}, nil)
	return err
}
