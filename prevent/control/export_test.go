package control

import (
	"maps"
	"slices"

	"balans/law/calendar"
	"balans/prevent/payout"
)

// ReasonsWithWords is every reason that words are kept of.
func ReasonsWithWords() []string { return slices.Sorted(maps.Keys(reasons)) }

// OutsideOf is the fields a rule asked for that are not on its list.
func OutsideOf(r *Rule, s *Sources, line *payout.Line, on calendar.Date, settings Settings) Fields {
	v := &View{Sources: s, Line: line, On: on, Settings: settings, rule: r}
	evaluate(r, v)
	return v.outside
}
