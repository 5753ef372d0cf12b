package sample

// Estimate is what a judged sample says about its population.
type Estimate struct {
	Drawn, Judged int
	// Total stands on those judged, as if the others were like them.
	Total Figure
	// AllRight and AllWrong are the extremes for those not judged: all of them right, and
	// all of them wrong in full. Both are Total when everyone is judged. Whatever is found
	// about the others, Amount will lie between theirs.
	AllRight, AllWrong Figure
	Strata             []StratumFigure // by name; Amount adds up to that of Total
	// Causes, Intents and Pairs of them are parts of Total, and the amounts of each list
	// add up to its Amount. Causes has the applicant, the agency and the third party and
	// Intents both intents also when nothing was found; what is unknown, and pairs, stand
	// there when found.
	Causes, Intents, Pairs []Part
}

// StratumFigure is the figures of one stratum.
type StratumFigure struct {
	Stratum                    string
	Figure                            // on those judged
	Drawn, Judged              int    // of this stratum
	WhenAllRight, WhenAllWrong Figure // the extremes for those not judged
}

// Part is the figure of one cause, one intent, or both.
type Part struct {
	Cause  Cause  // "" for all
	Intent Intent // "" for all
	Figure
}

func anyWrong(Wrong) bool { return true }

// Estimate calculates everything a judged sample says.
func (j *Judged) Estimate() *Estimate {
	cells := j.cells(leftOut, anyWrong)
	right, wrong := j.cells(allRight, anyWrong), j.cells(allWrong, anyWrong)
	e := &Estimate{Drawn: j.draw.Len(), Judged: j.judged, Total: figure(cells), AllRight: figure(right), AllWrong: figure(wrong)}
	for i := range cells {
		e.Strata = append(e.Strata, StratumFigure{Stratum: cells[i].name, Figure: figure(cells[i : i+1]),
			Drawn: int(right[i].counted), Judged: int(cells[i].counted),
			WhenAllRight: figure(right[i : i+1]), WhenAllWrong: figure(wrong[i : i+1])})
	}
	for _, c := range Causes {
		e.Causes = append(e.Causes, j.part(c, "", c != CauseUnknown)...)
		for _, i := range Intents {
			e.Pairs = append(e.Pairs, j.part(c, i, false)...)
		}
	}
	for _, i := range Intents {
		e.Intents = append(e.Intents, j.part("", i, i != IntentUnknown)...)
	}
	e.round()
	return e
}

// part is the figure of a cause and an intent, or nothing when it was not found and
// need not be there.
func (j *Judged) part(c Cause, i Intent, always bool) []Part {
	cells := j.cells(leftOut, func(w Wrong) bool { return (c == "" || w.Cause == c) && (i == "" || w.Intent == i) })
	for k := range cells {
		always = always || cells[k].items > 0
	}
	if !always {
		return nil
	}
	return []Part{{c, i, figure(cells)}}
}

// round makes the parts add up to the total, and the total's steps to its strata.
func (e *Estimate) round() {
	if !e.Total.Known {
		return
	}
	var strata []*Figure
	for i := range e.Strata {
		strata = append(strata, &e.Strata[i].Figure)
	}
	apportion(&e.Total, strata)
	for _, list := range [][]Part{e.Causes, e.Intents, e.Pairs} {
		var parts []*Figure
		for i := range list {
			parts = append(parts, &list[i].Figure)
		}
		if len(parts) > 0 {
			apportion(&e.Total, parts)
		}
	}
}
