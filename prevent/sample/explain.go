package sample

import (
	"fmt"
	"strconv"
	"strings"

	"balans/law/money"
)

// StepSort names a step of a calculation; it never changes.
type StepSort string

// The steps of a stratum, and then those of the figure.
const (
	StepPopulation    StepSort = "population"
	StepJudged        StepSort = "judged"
	StepSamplePaid    StepSort = "sample_paid"
	StepSampleWrong   StepSort = "sample_wrong"
	StepRatio         StepSort = "ratio"
	StepPaid          StepSort = "paid"
	StepEstimate      StepSort = "estimate"
	StepSpread        StepSort = "spread"
	StepCorrection    StepSort = "correction"
	StepStratumError  StepSort = "stratum_error"
	StepTotal         StepSort = "total"
	StepStandardError StepSort = "standard_error"
	StepFreedom       StepSort = "freedom"
	StepFactor        StepSort = "factor"
	StepMargin        StepSort = "margin"
	StepSpoilt        StepSort = "spoilt"
	StepClean         StepSort = "clean"
	StepCleanLargest  StepSort = "clean_largest"
	StepEffective     StepSort = "effective"
	StepBelow         StepSort = "below"
	StepAbove         StepSort = "above"
	StepFloor         StepSort = "floor"
	StepCeiling       StepSort = "ceiling"
	StepLow           StepSort = "low"
	StepHigh          StepSort = "high"
	StepHighLargest   StepSort = "high_largest"
	StepShare         StepSort = "share"
)

// Unit is what a step's value counts.
type Unit uint8

// The units.
const (
	Pieces     Unit = iota // items, or degrees of freedom
	Ore                    // öre
	PerMillion             // millionths of one
)

// Step is one step of a calculation.
type Step struct {
	Sort    StepSort
	Stratum string // "" for a step of the whole figure
	Value   int64  // in the sort's Unit
}

// stepText says what a step is.
type stepText struct {
	name    [2]string // Swedish, English
	formula string
	unit    Unit
}

var stepTexts = map[StepSort]stepText{
	StepPopulation:    {[2]string{"utbetalningar i stratumet", "payouts in the stratum"}, "N", Pieces},
	StepJudged:        {[2]string{"bedömda", "judged"}, "n", Pieces},
	StepSamplePaid:    {[2]string{"utbetalt bland de bedömda", "paid among those judged"}, "p", Ore},
	StepSampleWrong:   {[2]string{"felaktigt bland de bedömda", "wrong among those judged"}, "e", Ore},
	StepRatio:         {[2]string{"andel felaktigt", "share wrong"}, "r = e/p", PerMillion},
	StepPaid:          {[2]string{"utbetalt i stratumet", "paid in the stratum"}, "P", Ore},
	StepEstimate:      {[2]string{"skattning för stratumet", "estimate of the stratum"}, "T = P·e/p", Ore},
	StepSpread:        {[2]string{"standardavvikelse kring kvoten", "standard deviation around the ratio"}, "s = √(Σ(eᵢ − r·pᵢ)²/(n − 1))", Ore},
	StepCorrection:    {[2]string{"ändlighetskorrektion", "finite population correction"}, "f = (N − n)/N", PerMillion},
	StepStratumError:  {[2]string{"stratumets medelfel", "standard error of the stratum"}, "σ = (P/p)·s·√(n·f)", Ore},
	StepTotal:         {[2]string{"skattning", "estimate"}, "ΣT", Ore},
	StepStandardError: {[2]string{"medelfel", "standard error"}, "σ = √Σσ²", Ore},
	StepFreedom:       {[2]string{"frihetsgrader", "degrees of freedom"}, "(Σσ²)²/Σ(σ⁴/(n − 1))", Pieces},
	StepFactor:        {[2]string{"Students faktor för 95 procent", "Student's factor for 95 per cent"}, "t", PerMillion},
	StepMargin:        {[2]string{"felmarginal", "margin of error"}, "t·σ", Ore},
	StepSpoilt:        {[2]string{"kan vara rätt i strata där allt bedömt var fel", "can be right in strata where all judged was wrong"}, "B₁", Ore},
	StepClean:         {[2]string{"kan vara fel i strata där inget fel hittades", "can be wrong in strata where no error was found"}, "B₀", Ore},
	StepCleanLargest:  {[2]string{"kan vara fel där, om det osedda är de största utbetalningarna", "can be wrong there, if what is unseen is the largest payouts"}, "B₀'", Ore},
	StepEffective:     {[2]string{"effektiv urvalsstorlek", "effective size of the sample"}, "min(Σn, ΣT·(ΣP − ΣT)/σ² · Σn/(Σn − 1) · (t(Σn − 1)/t)²)", Pieces},
	StepBelow:         {[2]string{"avstånd nedåt vid ojämna fel", "distance below with uneven errors"}, "Clopper and Pearson, for the effective size", Ore},
	StepAbove:         {[2]string{"avstånd uppåt vid få och ojämna fel", "distance above with few and uneven errors"}, "Clopper and Pearson, for the effective size", Ore},
	StepFloor:         {[2]string{"redan funnet fel", "found wrong already"}, "Σe", Ore},
	StepCeiling:       {[2]string{"allt utom det som bedömts rätt", "all but what was judged right"}, "Σ(P − (p − e))", Ore},
	StepLow:           {[2]string{"nedre gräns", "lower limit"}, "max(Σe, ΣT − √(max(t·σ, below)² + B₁²))", Ore},
	StepHigh:          {[2]string{"övre gräns", "upper limit"}, "min(Σ(P − (p − e)), ΣT + √(max(t·σ, above)² + B₀²))", Ore},
	StepHighLargest:   {[2]string{"övre gräns om det osedda är de största utbetalningarna", "upper limit if what is unseen is the largest payouts"}, "as the upper limit, with B₀'", Ore},
	StepShare:         {[2]string{"andel av utbetalt", "share of paid"}, "ΣT/ΣP", PerMillion},
}

func (f *Figure) step(sort StepSort, stratum string, value int64) {
	f.Steps = append(f.Steps, Step{sort, stratum, value})
}

// Name is what the step is called, in Swedish and English.
func (s Step) Name() [2]string { return stepTexts[s.Sort].name }

// Formula is how its value follows from the others.
func (s Step) Formula() string { return stepTexts[s.Sort].formula }

// Unit is what its value counts.
func (s Step) Unit() Unit { return stepTexts[s.Sort].unit }

// Text is the step in words with its value, in Swedish and English.
func (s Step) Text() [2]string {
	names, where := s.Name(), ""
	if s.Stratum != "" {
		where = s.Stratum + ": "
	}
	var values [2]string
	switch s.Unit() {
	case Ore:
		values = [2]string{kronor(money.Amount(s.Value)), kronor(money.Amount(s.Value))}
	case PerMillion:
		values = [2]string{decimals(s.Value, 6, ","), decimals(s.Value, 6, ".")}
	default:
		values = [2]string{strconv.FormatInt(s.Value, 10), strconv.FormatInt(s.Value, 10)}
	}
	return [2]string{where + names[0] + " " + values[0], where + names[1] + " " + values[1]}
}

// NoteSort names a note; it never changes.
type NoteSort string

// The notes, and what Count is in each.
const (
	NoteTooFew    NoteSort = "too_few"    // judged of a stratum
	NoteCensus    NoteSort = "census"     // nothing
	NoteNoneFound NoteSort = "none_found" // judged
	NoteFew       NoteSort = "few"        // items with an error
	NoteClean     NoteSort = "clean"      // judged of a stratum without errors
	NoteSpoilt    NoteSort = "spoilt"     // judged of a stratum, all of them wrong in full
	NoteStudent   NoteSort = "student"    // degrees of freedom
	NoteBias      NoteSort = "bias"       // most that the bias can be, hundredths of a standard error
)

// Note is something to know about a figure.
type Note struct {
	Sort    NoteSort
	Stratum string // "" for the whole figure
	Count   int64
}

var noteTexts = map[NoteSort][2]string{
	NoteTooFew: {"Bedömda i %s: %d. Det behövs två, eller alla, för att räkna; det finns därför ingen siffra.",
		"Judged in %s: %d. It takes two, or all, to calculate; so there is no figure."},
	NoteCensus: {"Allt är bedömt: siffran är räknad, inte skattad.",
		"All is judged: the figure is counted, not estimated."},
	NoteNoneFound: {"Inget fel hittades bland %d bedömda. Den övre gränsen är så mycket som kan vara fel om ett sådant urval ändå ska bli utan fel fem gånger av hundra.",
		"No error was found among %d judged. The upper limit is as much as can be wrong if such a sample is still to be without errors five times in a hundred."},
	NoteFew: {"Bara %d bedömda utbetalningar har fel. Den övre gränsen är därför minst den exakta för så få.",
		"Only %d judged payouts have errors. The upper limit is therefore at least the exact one for so few."},
	NoteClean: {"I %s hittades inget fel bland %d bedömda. Vad som ändå kan vara fel där är med i den övre gränsen.",
		"In %s no error was found among %d judged. What can still be wrong there is part of the upper limit."},
	NoteSpoilt: {"I %s var alla %d bedömda fel i sin helhet. Vad som ändå kan vara rätt där är med i den nedre gränsen.",
		"In %s all %d judged were wrong in full. What can still be right there is part of the lower limit."},
	NoteStudent: {"Medelfelet vilar på få bedömda, %d frihetsgrader. Intervallet är bredare därför.",
		"The standard error rests on few judged, %d degrees of freedom. The interval is wider for it."},
	NoteBias: {"I små strata kan kvoten dra åt ett håll, här med högst %d hundradelar av medelfelet. Slå ihop strata eller dra fler.",
		"In small strata the ratio can lean to one side, here by at most %d hundredths of the standard error. Join strata or draw more."},
}

func (f *Figure) note(sort NoteSort, stratum string, count int64) {
	f.Notes = append(f.Notes, Note{sort, stratum, count})
}

// Text is the note in Swedish and English.
func (n Note) Text() (text [2]string) {
	for i, form := range noteTexts[n.Sort] {
		var args []any
		if strings.Contains(form, "%s") {
			args = append(args, n.Stratum)
		}
		if strings.Contains(form, "%d") {
			args = append(args, n.Count)
		}
		text[i] = fmt.Sprintf(form, args...)
	}
	return text
}

// Text is the figure as a sentence in Swedish and English.
func (f *Figure) Text() [2]string {
	paid, amount, low, high := kronor(f.Paid), kronor(f.Amount), kronor(f.Low), kronor(f.High)
	share := func(i int) string { return percent(f.Ppm + 50)[i] } // half up
	lowest := func(i int) string { return percent(f.LowPpm)[i] }
	highest := func(i int) string { return percent(f.HighPpm + 99)[i] }
	switch {
	case !f.Known:
		return [2]string{"Hur mycket av " + paid + " som var fel går inte att räkna ut: för få är bedömda.",
			"How much of " + paid + " was wrong cannot be calculated: too few are judged."}
	case f.Low == f.High:
		return [2]string{"Felaktigt utbetalt är " + amount + " av " + paid + " (" + share(0) + ").",
			"Wrongly paid is " + amount + " of " + paid + " (" + share(1) + ")."}
	case f.Items == 0:
		return [2]string{"Inget sådant fel hittades. Med 95 procents säkerhet är högst " + high + " av " + paid + " (" + highest(0) + ") felaktigt utbetalt.",
			"No such error was found. With 95 per cent confidence at most " + high + " of " + paid + " (" + highest(1) + ") was wrongly paid."}
	}
	return [2]string{
		"Felaktigt utbetalt skattas till " + amount + " av " + paid + " (" + share(0) + "), med 95 procents säkerhet mellan " +
			low + " och " + high + " (" + lowest(0) + " till " + highest(0) + ").",
		"Wrongly paid is estimated at " + amount + " of " + paid + " (" + share(1) + "), with 95 per cent confidence between " +
			low + " and " + high + " (" + lowest(1) + " to " + highest(1) + ")."}
}

// Missing says who is not judged and what it can mean, in Swedish and English; both are
// empty when everyone is judged.
func (e *Estimate) Missing() (text [2]string) {
	if e.Judged == e.Drawn {
		return text
	}
	low, high := kronor(e.AllRight.Low), kronor(e.AllWrong.High)
	return [2]string{
		fmt.Sprintf("%d av %d dragna är inte bedömda. Om alla de är rätt ligger gränsen nedåt vid %s, om alla är fel ligger den uppåt vid %s.", e.Drawn-e.Judged, e.Drawn, low, high),
		fmt.Sprintf("%d of %d drawn are not judged. If all of them are right the limit is %s at the low end, if all are wrong it is %s at the high end.", e.Drawn-e.Judged, e.Drawn, low, high)}
}

// words are the causes and intents in Swedish and English.
var words = map[string][2]string{
	"applicant": {"den sökande", "the applicant"}, "agency": {"myndigheten", "the agency"}, "third_party": {"tredje part", "a third party"},
	"suspected": {"misstänkt uppsåt", "suspected intent"}, "unintended": {"utan uppsåt", "unintended"},
}

// Text is who caused it, in Swedish and English.
func (c Cause) Text() [2]string {
	if c == CauseUnknown {
		return [2]string{"orsaken inte känd", "cause not known"}
	}
	return words[string(c)]
}

// Text is the intent in Swedish and English.
func (i Intent) Text() [2]string {
	if i == IntentUnknown {
		return [2]string{"uppsåt inte känt", "intent not known"}
	}
	return words[string(i)]
}

func kronor(a money.Amount) string { return a.String() + "\u00a0kr" }

// percent is millionths as per cent with two decimals, rounded down, in Swedish and
// English.
func percent(ppm int64) [2]string {
	hundredths := ppm / 100
	return [2]string{decimals(hundredths, 2, ",") + "\u00a0%", decimals(hundredths, 2, ".") + "\u00a0%"}
}

// decimals is a number from zero with so many of its digits after the mark.
func decimals(value int64, digits int, mark string) string {
	s := fmt.Sprintf("%0*d", digits+1, value)
	return s[:len(s)-digits] + mark + s[len(s)-digits:]
}
