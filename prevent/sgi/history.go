package sgi

import (
	"balans/law/calendar"
	"balans/law/money"
)

// History is what is known of a person when the protection of an SGI is assessed.
type History struct {
	Name, Source string
	On           calendar.Date // the day that is asked about
	Born         calendar.Date // None when not stated
	// PensionAge is the person's reference age for pension in years, where it is stated;
	// 0 leaves it to the parameter.
	PensionAge int
	SGI        Parts         // as determined before the interruption
	Extent     int           // of the work it rests on, in per cent of full time: 1 to 100
	LastWork   calendar.Date // the last day of work in that extent
	Employment Ending        // whether the employment ended with it
	Spans      []Span
	Work       []Work
	Children   []Child
	Index      []Rise
	Pension    Pension
}

// Ending is how it went with the employment (SFB 26:29).
type Ending struct {
	Ended     calendar.Date // its last day; None when it is not stated or goes on
	Continues bool
}

// Span is evidence: time on one ground, and what has been shown of its conditions.
type Span struct {
	Ground   Ground
	From, To calendar.Date // both included; To None: until further notice
	// Extent is how much of full time the ground covers, in per cent; 0 is all of it.
	Extent   int
	Shown    map[string]Answer // by the key of the condition
	Document string            // where it is shown

	// Days is whole days a week of parental benefit; 0 when the extent says it.
	Days             int
	Pace             int           // studies-without-support: per cent of full time
	Level            string        // studies-without-support: LevelHigher or LevelSecondary
	Support          string        // other-study-support, programme: which
	Suspended        string        // programme: why, empty when not
	Applied, Decided calendar.Date // waiting-for-decision
	// Income of the time, a year: what sickness benefit rests on during studies, agreement
	// support, programmes and longer service (SFB 26:19–20).
	Income    money.Amount
	HasIncome bool
	Line      int // in the file, 0 when it was not read from one
}

// The levels of studies.
const (
	LevelHigher    = "post-secondary"
	LevelSecondary = "secondary"
)

// Work is work after the last day of the work the SGI rests on.
type Work struct {
	From, To calendar.Date // To None: until further notice
	Extent   int           // per cent of full time, 1 to 100
	// Same is the work that the SGI rests on, with pay in proportion to the extent.
	Same bool
	// Otherwise Pay is what it gives a year; HasIncome false: not stated.
	Pay       Pay
	HasIncome bool
	Lasting   Answer // assumed to last six months in a row or to return every year (SFB 25:3)
	Ended     Answer // the employment, or the business, ended with the work (SFB 26:29)
	Line      int
}

// Child is a child that the person is or is to be a parent of.
type Child struct {
	Expected, Born calendar.Date // None when not stated
	Placed         calendar.Date // taken into care for adoption; None for a child of one's own
	Carried        Answer        // the person is the one who is pregnant (SFB 26:14)
	Cares          Answer        // abstains from work for its care in its first year (SFB 26:15)
	Line           int
}

// start is the day the year of SFB 26:15 is counted from; None before the birth.
func (c *Child) start() calendar.Date {
	if c.Placed != calendar.None {
		return c.Placed
	}
	return c.Born
}

// Rise is the change of the consumer price index over the twelve months that count on a
// day of conversion, in millionths (SFB 26:31).
type Rise struct {
	On  calendar.Date
	Ppm int64
}

// Pension is an occupational pension as old-age pension (SFB 26:25–27).
type Pension struct {
	From calendar.Date // None when there is none
	// Ppm is the pension as a share of the wage before it, in millionths; 0 not stated.
	Ppm int64
}
