package sgi

import (
	"balans/law/calendar"
	"balans/law/money"
	"balans/law/statute"
)

// State is what a day is, from the worst.
type State string

// The states of days.
const (
	Without   State = "without"   // there is no SGI
	Lost      State = "lost"      // not covered, with an ordinary working day among the days
	DaysOff   State = "days-off"  // not covered, and only days off: a person decides
	Partly    State = "partly"    // a share of the extent is covered
	Unsettled State = "open"      // covered if an open question is answered so
	Protected State = "protected" // covered
	Working   State = "working"   // at work in the extent the SGI rests on
)

// Cover is one ground that covers a day.
type Cover struct {
	Ground Ground        `json:"ground"`
	Extent int           `json:"extent"` // per cent of full time
	Open   []Text        `json:"open,omitempty"`
	Law    []statute.Ref `json:"law"`
}

// Segment is days on which everything is the same.
type Segment struct {
	From   calendar.Date `json:"from"`
	To     calendar.Date `json:"to"` // None: without end
	State  State         `json:"state"`
	Work   int           `json:"work"`  // per cent of full time that is worked
	Share  int           `json:"share"` // per cent of the extent that is worked or covered for certain
	Covers []Cover       `json:"covers,omitempty"`
	Why    []Text        `json:"why,omitempty"` // what makes it open, lost or partly
	Law    []statute.Ref `json:"law"`
}

// VerdictKind is the answer in one word.
type VerdictKind string

// The verdicts.
const (
	VerdictProtected    VerdictKind = "protected"
	VerdictRedetermined VerdictKind = "redetermined"
	VerdictPartial      VerdictKind = "partial"
	VerdictManual       VerdictKind = "manual"
	VerdictLost         VerdictKind = "lost"
)

// Verdict is the answer for the day that is asked about.
type Verdict struct {
	Kind VerdictKind `json:"kind"`
	// From is the first day without an SGI when it is lost, and the first day of the new
	// one when it is redetermined; None otherwise.
	From calendar.Date `json:"from"`
	// Share is the least share covered in per cent when the verdict is partial.
	Share   int    `json:"share,omitempty"`
	Reasons []Text `json:"reasons,omitempty"`
}

// Redetermination is an SGI that follows from work (SFB 25 kap., 26:9).
type Redetermination struct {
	From   calendar.Date `json:"from"`
	SGI    Parts         `json:"sgi"`
	Extent int           `json:"extent"`
	Text   Text          `json:"text"`
	Law    []statute.Ref `json:"law"`
}

// Uplift is a conversion by the consumer price index (SFB 26:22a, 26:28–31).
type Uplift struct {
	On    calendar.Date `json:"on"`
	Known bool          `json:"known"` // false: no change of the index is stated for the day
	Ppm   int64         `json:"ppm"`
	// Before and After are the whole SGI, in öre; it is rounded only at the end.
	Before money.Amount `json:"before_ore"`
	After  money.Amount `json:"after_ore"`
	Cut    bool         `json:"cut"` // at the ceiling
	Text   Text         `json:"text"`
	Law    statute.Ref  `json:"law"`
}

// Result is the answer.
type Result struct {
	On      calendar.Date `json:"on"`
	Verdict Verdict       `json:"verdict"`
	// SGI is what applies on the day: nothing when it is lost, and what it is by the kinder
	// reading when the verdict is manual.
	SGI Parts `json:"sgi"`
	// SGIKnown is false when a part of it is not known, such as a conversion.
	SGIKnown bool              `json:"sgi_known"`
	Ruler    []Segment         `json:"ruler"`
	Gaps     []Segment         `json:"gaps"` // the segments that nothing covers
	Missing  []Missing         `json:"missing"`
	Rejected []Rejected        `json:"rejected"`
	Readings []Reading         `json:"readings"`
	Changes  []Redetermination `json:"changes"`
	Uplifts  []Uplift          `json:"uplifts"`
	Rests    []Rest            `json:"rests"`
	Notes    []Text            `json:"notes"`
	// Last is the last day that is covered for certain since the SGI was last determined;
	// by the end of it something must be done. KindLast is the same by the kinder reading
	// of what is open. None with NoEnd set: no end is stated.
	Last      calendar.Date `json:"last_protected"`
	KindLast  calendar.Date `json:"last_protected_kinder"`
	NoEnd     bool          `json:"no_end"`
	KindNoEnd bool          `json:"no_end_kinder"`
	// Used is the parameters it rests on, in the order in which they were asked for.
	Used []statute.Value `json:"-"`
}
