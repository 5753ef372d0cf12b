package parental

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// care is the examination of care of a child by its age (SFB 13:16–31).
func (q *right) care(meeting bool) {
	under12, age12 := q.turns(statute.TFPChildAge)
	under16, _ := q.turns(statute.TFPSpecialAge)
	serious, _ := q.turns(statute.TFPSeriousAge)
	meetings := q.value(statute.TFPMeetings, q.of.On)
	if q.err != nil {
		return
	}
	forIll := q.of.Reason == ChildIll || q.of.Reason == Treatment
	switch {
	case meeting && meetings.Int64 == 0:
		q.refuse("SFB 13:20", say("Sådana möten, introduktioner och utredningar gav inte rätt %s", "Such meetings, introductions and inquiries gave no right on %s", q.of.On))
	case forIll && q.of.SeriouslyIll == StatedTrue && q.of.On < serious:
		q.unlimited()
	case q.of.On < under12:
		q.child(age12)
	case q.of.Reason == Inquiry:
		q.inquiry()
	case q.of.On < under16:
		q.special()
	default:
		q.older(forIll, serious)
	}
}

// isCare tells whether the reason is one of 13:16.
func (r Reason) isCare() bool {
	return r == ChildIll || r == CarerIll || r == HealthCentre || r == OtherChild
}

// child is a child under twelve (13:16–21).
func (q *right) child(age int64) {
	if q.of.Reason.isCare() {
		q.infant()
	}
	q.grant(reasons[q.of.Reason].law, "SFB 13:21", perChildAndYear, statute.TFPDays, statute.TFPFurtherDays,
		say("Barnet har inte fyllt %d år", "The child has not turned %d", age))
}

// infant holds the reasons of 13:16 against 13:17 and 13:18.
func (q *right) infant() {
	days := q.value(statute.TFPInfantDays, q.of.On)
	if q.err != nil || q.of.InHospital == StatedTrue {
		return
	}
	if int64(q.of.On-q.of.Born) >= days.Int64 {
		q.otherwise("SFB 13:18")
		return
	}
	if q.of.CareArranged == StatedTrue {
		return
	}
	if q.of.CareArranged == StatedFalse && q.of.InHospital == StatedFalse {
		q.refuse("SFB 13:17", say("Barnet är yngre än %d dagar, dess tillsyn är inte ordnad och det vårdas inte på sjukhus", "The child is younger than %d days, its care is not arranged and it is not in a hospital", days.Int64))
		return
	}
	if q.of.CareArranged == Unstated {
		q.missing("care_arranged", "SFB 13:17", Text{"om tillsynen av barnet är stadigvarande ordnad", "whether the care of the child is arranged for good"})
	}
	if q.of.InHospital == Unstated {
		q.missing("in_hospital", "SFB 13:17", textHospital)
	}
}

var textHospital = Text{"om barnet vårdas på sjukhus", "whether the child is in a hospital"}

// otherwise refuses time for which parental benefit would be paid, unless the child is in
// a hospital.
func (q *right) otherwise(ref statute.Ref) {
	switch {
	case q.of.InHospital == StatedTrue || q.of.Otherwise == StatedFalse:
	case q.of.Otherwise == StatedTrue && q.of.InHospital == StatedFalse:
		q.refuse(ref, say("Föräldrapenning skulle annars ha lämnats, och barnet vårdas inte på sjukhus", "Parental benefit would otherwise be paid, and the child is not in a hospital"))
	case q.of.Otherwise == StatedTrue:
		q.missing("in_hospital", ref, textHospital)
	default:
		q.missing("otherwise", ref, Text{"om föräldrapenning annars skulle ha lämnats för tiden", "whether parental benefit would otherwise be paid for the time"})
	}
}

// special is a child from twelve to sixteen (13:22–25).
func (q *right) special() {
	q.needs(q.of.SpecialNeed, "special_need", "SFB 13:22",
		Text{"om barnet behöver särskild tillsyn eller vård på grund av sjukdom eller funktionsnedsättning (läkarutlåtande)", "whether the child needs special care because of illness or disability (a medical statement)"},
		Text{"Barnet har fyllt 12 år och behöver inte särskild tillsyn eller vård", "The child has turned 12 and needs no special care"})
	if q.out.Outcome != No {
		q.otherwise("SFB 13:24")
	}
	q.unlessSerious()
	q.grant("SFB 13:22", "SFB 13:25", perChildAndYear, statute.TFPSpecialDays, statute.TFPSpecialFurtherDays,
		say("Barnet har fyllt 12 men inte 16 år och behöver särskild tillsyn eller vård", "The child has turned 12 but not 16 and needs special care"))
}

// unlessSerious turns a refusal into a question while nobody has stated whether the child
// is seriously ill: then there is a right after all (13:30).
func (q *right) unlessSerious() {
	serious, _ := q.turns(statute.TFPSeriousAge)
	ill := q.of.Reason == ChildIll || q.of.Reason == Treatment
	if q.out.Outcome == No && ill && q.of.SeriouslyIll == Unstated && q.of.On < serious {
		q.out.Outcome, q.out.Missing = Yes, nil
		q.missing("seriously_ill", "SFB 13:30", Text{"om barnet är allvarligt sjukt", "whether the child is seriously ill"})
	}
}

// inquiry is 13:24 a.
func (q *right) inquiry() {
	birthday, age := q.turns(statute.TFPInquiryAge)
	if q.err == nil && q.of.On >= birthday {
		q.refuse("SFB 13:24a", say("Barnet har fyllt %d år", "The child has turned %d", age))
	}
	q.grant("SFB 13:24a", "SFB 13:25 st.2", perChildAndYear, statute.TFPSpecialFurtherDays, "",
		say("Deltagande i utredning om ett barn som inte har fyllt %d år", "Taking part in an inquiry about a child that has not turned %d", age))
	if q.out.Outcome == Yes && q.err == nil {
		q.reading() // 13:25 gives "further" days, and no first ones for this reason
	}
}

// older is a child from sixteen (13:27–30).
func (q *right) older(forIll bool, serious calendar.Date) {
	under21, age21 := q.turns(statute.TFPLSSAge)
	_, schoolAge := q.turns(statute.TFPLSSSchoolAge)
	if q.err != nil {
		return
	}
	last := q.of.Born.Year() + int(schoolAge)
	switch {
	case q.of.Reason != ChildIll:
		q.refuse("SFB 13:27", say("Barnet har fyllt 16 år; bara barnets sjukdom eller smitta ger då rätt", "The child has turned 16; only its illness or infection then gives a right"))
	case q.of.On.Year() > last:
		q.refuse("SFB 13:27", say("Vårterminen det år barnet fyllde %d är slut", "The spring term of the year the child turned %d is over", schoolAge))
	default:
		q.needs(q.of.LSS, "lss", "SFB 13:27", textLSS, Text{"Barnet har fyllt 16 år och omfattas inte av 1 § LSS", "The child has turned 16 and is not covered by the act on support and service"})
	}
	if q.of.On >= under21 && q.out.Outcome != No {
		q.needs(q.of.School, "school", "SFB 13:27 st.2", Text{"om barnet går i en sådan skola", "whether the child goes to such a school"},
			say("Barnet har fyllt %d år och går inte i en sådan skola", "The child has turned %d and does not go to such a school", age21))
		if q.of.On.Year() == last {
			q.needs(q.of.SpringTerm, "spring_term", "SFB 13:27 st.2", Text{"om dagen är före vårterminens slut", "whether the day is before the end of the spring term"},
				Text{"Vårterminen är slut", "The spring term is over"})
		}
	}
	if forIll && q.of.On < serious {
		q.unlessSerious()
	}
	q.grant("SFB 13:27", "SFB 13:29", perChildAndYear, statute.TFPLSSDays, statute.TFPLSSFurtherDays,
		say("Barnet har fyllt 16 år och omfattas av 1 § LSS", "The child has turned 16 and is covered by the act on support and service"))
}
