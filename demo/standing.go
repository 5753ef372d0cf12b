package demo

import (
	"strings"
	"time"

	"balans/law/calendar"
	"balans/recover/claim"
)

// standing is the collecting measure in force, if any. An invented claim has at
// most one at a time.
type standing uint8

const (
	idle standing = iota
	inPlan
	settingOff
	atKFM
	restructuring
	preserved
)

// starts and ends are the events that begin and end a measure.
var (
	starts = [...]claim.Kind{inPlan: claim.PlanAgreed, settingOff: claim.SetoffStarted, atKFM: claim.Referred,
		restructuring: claim.RestructuringStarted, preserved: claim.PreservationStarted}
	ends = [...]claim.Kind{inPlan: claim.PlanEnded, settingOff: claim.SetoffEnded, atKFM: claim.Returned,
		restructuring: claim.RestructuringEnded, preserved: claim.PreservationEnded}
)

// measureWeights are how common the measures are beside Kronofogden: inPlan,
// settingOff, restructuring, preserved. Set-off is little used on NEW claims.
var measureWeights = [2][4]int{claim.Old: {620, 310, 70, 0}, claim.New: {880, 105, 14, 3}}

// pickMeasure picks a measure to be in force on report day k. Rarity makes the
// two rare ones more common, so that a small agency has them too. Preservation
// orders came with a law of 2025 (2025:39), so there is none before.
func pickMeasure(c *chance, r claim.Regime, k, rarity int) standing {
	w := measureWeights[r]
	w[2] *= rarity
	w[3] *= rarity * rarity
	if k < 2 {
		w[3] = 0
	}
	n := c.below(w[0] + w[1] + w[2] + w[3])
	for i, m := range [...]standing{inPlan, settingOff, restructuring} {
		if n < w[i] {
			return m
		}
		n -= w[i]
	}
	return preserved
}

// standings picks the measure in force on each report day, so that the claim
// stands as its group's letters say at its age.
func standings(c *chance, stands string, decided calendar.Date, rarity int) (m [3]standing) {
	regime := claim.RegimeOn(decided)
	before := idle
	for k, s := range []byte(stands) {
		switch s {
		case 'K':
			m[k] = atKFM
		case 'M':
			m[k] = before
			if before == idle {
				m[k] = pickMeasure(c, regime, k, rarity)
			}
		case 'O':
			if strings.IndexByte(stands, 'T') < 0 { // a measure would interrupt limitation
				m[k] = otherStanding(c, decided, k, before, rarity)
			}
		}
		before = m[k]
	}
	return m
}

// otherStanding is for OLD claims neither at Kronofogden nor near limitation:
// from nine years of age they hold a measure, the younger ones sometimes.
func otherStanding(c *chance, decided calendar.Date, k int, before standing, rarity int) standing {
	kept := before != idle && before != atKFM
	if calendar.YearsBetween(decided, reportDays[k]) >= 9 {
		if kept {
			return before
		}
		return pickMeasure(c, claim.Old, k, rarity)
	}
	begins := 30
	switch {
	case kept && c.often(850):
		return before
	case kept:
		return idle
	case k == 0:
		begins = 85
	case before == atKFM:
		begins = 300
	}
	if c.often(begins) {
		return pickMeasure(c, claim.Old, k, rarity)
	}
	return idle
}

// measureFrom is the earliest day on which a measure that OLD claims hold at
// the end of 2023 began.
var measureFrom = calendar.New(2019, time.December, 31)

// mustInterrupt reports whether limitation of ten years (PRESKL 2 §) has to be
// interrupted before the end of 2023 for the claim to live as its group does.
func mustInterrupt(stands string, decided calendar.Date, first standing) bool {
	switch stands {
	case "X--", "T--", "NT-", "ONT":
		return false
	case "NNT":
		return true
	}
	if first != idle {
		return decided.AddYears(9) < measureFrom
	}
	until := lastDay
	for k, s := range []byte(stands) {
		if s == 'X' {
			until = reportDays[k]
		}
	}
	return decided.AddYears(10) <= until
}

// mayLapse reports whether ten years end for the claim in March 2025.
func mayLapse(stands string, decided calendar.Date) bool {
	barred := decided.AddYears(10).AddDays(1)
	return stands == "ONN" && barred > reportDays[2] && barred <= lastDay
}
