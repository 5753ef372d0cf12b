package parental

import (
	"balans/law/calendar"
	"balans/law/statute"
)

// Reason is why a parent stays away from work.
type Reason string

// The reasons for temporary parental benefit.
const (
	ChildIll      Reason = "child_ill"      // illness or infection of the child (13:16 p.1)
	CarerIll      Reason = "carer_ill"      // of the one who usually cares for it (13:16 p.2)
	HealthCentre  Reason = "health_centre"  // preventive health care (13:16 p.3)
	OtherChild    Reason = "other_child"    // the other parent takes another child to a doctor (13:16 p.4)
	Treatment     Reason = "treatment"      // visits, courses and treatment of a child with illness or disability (13:20 st.1)
	SchoolMeeting Reason = "school_meeting" // a meeting because of illness or disability (13:20 st.2 p.1)
	SelfCare      Reason = "self_care"      // introduction of help with self-care (13:20 st.2 p.2)
	Inquiry       Reason = "inquiry"        // an inquiry of the social services (13:20 st.2 p.3, 13:24 a)
	ContactDay    Reason = "contact_day"    // 13:26
	AtBirth       Reason = "birth"          // 13:10
	AfterDeath    Reason = "death"          // 13:31 e
)

// reasons gives each reason its paragraph, and whether the further days of 13:21 second
// stycke are for it.
var reasons = map[Reason]struct {
	law     statute.Ref
	further bool
	meeting bool // only where 13:20 second stycke is in force
}{
	ChildIll: {"SFB 13:16 p.1", true, false}, CarerIll: {"SFB 13:16 p.2", false, false},
	HealthCentre: {"SFB 13:16 p.3", true, false}, OtherChild: {"SFB 13:16 p.4", true, false},
	Treatment: {"SFB 13:20 st.1", true, false}, SchoolMeeting: {"SFB 13:20 st.2 p.1", true, true},
	SelfCare: {"SFB 13:20 st.2 p.2", true, true}, Inquiry: {"SFB 13:20 st.2 p.3", true, true},
	ContactDay: {"SFB 13:26", false, false}, AtBirth: {"SFB 13:10", false, false}, AfterDeath: {"SFB 13:31e", false, false},
}

// Circumstances is what is stated of a day and a child.
type Circumstances struct {
	On     calendar.Date
	Born   calendar.Date
	Reason Reason
	// SeriouslyIll is whether the child is seriously ill (13:30).
	SeriouslyIll Stated
	// SpecialNeed is whether a medical statement shows that a child of twelve or more
	// needs special care because of illness or disability (13:22).
	SpecialNeed Stated
	// LSS is whether the child is covered by section 1 of the act on support and service.
	LSS Stated
	// School is whether an older child goes to one of the schools of 13:27 second stycke,
	// SpringTerm whether the day is before the end of the last spring term it names.
	School, SpringTerm Stated
	// CareArranged is whether the care of an infant was arranged for good, InHospital
	// whether the child is in a hospital (13:17–18, 13:24).
	CareArranged, InHospital Stated
	// Otherwise is whether parental benefit would be paid for the time (13:18, 13:24).
	Otherwise Stated
	// CameHome is the day the child came home after the birth, or into care at adoption;
	// Died the day the child died. calendar.None when not stated.
	CameHome, Died calendar.Date
}

// Right is whether a day gives right to temporary parental benefit, and how many days
// there are. Whether anything hinders it (11:10–16) is not looked at.
type Right struct {
	Outcome Outcome     `json:"outcome"`
	Law     statute.Ref `json:"law"` // of the right, or of what stands in its way
	// Days is how many days there are, with the further ones; 0 unless the outcome is Yes
	// and when they are Unlimited. Further is how many of them are only for some reasons.
	Days      int64     `json:"days"`
	Further   int64     `json:"further_days"`
	Unlimited bool      `json:"unlimited,omitempty"`
	Per       Text      `json:"per"` // what the days are counted for
	Missing   []Missing `json:"missing,omitempty"`
	Steps     []Step    `json:"steps"`
}

var (
	perChildAndYear   = Text{"barn och kalenderår", "child and calendar year"}
	perChild          = Text{"barn", "child"}
	perParentAndChild = Text{"förälder och barn", "parent and child"}
)

// Right says whether a day gives right to temporary parental benefit (SFB 13:10–31). What
// it depends on and nobody has stated is in Missing, and the outcome is then NotShown.
func (r Rules) Right(c Circumstances) (Right, error) {
	k := r.begin()
	rule, ok := reasons[c.Reason]
	switch {
	case !ok:
		k.wrong("reason", string(c.Reason)+" is none of the reasons, such as child_ill", "SFB 13:16")
	case c.On == calendar.None || c.Born == calendar.None:
		k.wrong("born", "the day and the child's birth are needed", "SFB 13:16")
	case c.On < c.Born:
		k.wrong("on", "the day is before the child's birth", "SFB 13:10")
	case c.CameHome != calendar.None && c.CameHome < c.Born:
		k.wrong("came_home", "the child came home at birth or later", "SFB 13:14")
	case c.Died != calendar.None && c.Died < c.Born:
		k.wrong("died", "the child died at birth or later", "SFB 13:31e")
	}
	if k.err != nil {
		return Right{}, k.err
	}
	q := &right{reckoning: k, of: c, out: Right{Outcome: Yes}}
	switch c.Reason {
	case AtBirth:
		q.birth()
	case AfterDeath:
		q.death()
	case ContactDay:
		q.contact()
	default:
		q.care(rule.meeting)
	}
	if k.err != nil {
		return Right{}, k.err
	}
	q.out.Steps = k.steps
	return q.out, nil
}

// right is the examination of one day.
type right struct {
	*reckoning
	of  Circumstances
	out Right
}

// grant gives days for the reason, unless something is missing or in the way.
func (q *right) grant(ref statute.Ref, daysLaw statute.Ref, per Text, days, further string, why Text) {
	if q.out.Outcome != Yes || q.err != nil {
		return
	}
	n := q.value(days, q.of.On)
	inputs := []Quantity{law(n)}
	q.out.Days = n.Int64
	if further != "" && reasons[q.of.Reason].further {
		m := q.value(further, q.of.On)
		q.out.Further = m.Int64
		q.out.Days += m.Int64
		inputs = append(inputs, law(m))
	}
	if q.err != nil {
		return
	}
	q.out.Law, q.out.Per = ref, per
	q.step("right", ref, why, fact("outcome", string(Yes)), fact("reason", string(q.of.Reason)), date("born", q.of.Born), date("on", q.of.On))
	q.step("days", daysLaw, say("Högst %d dagar per %s", "At most %d days per %s", q.out.Days, per), number("days", string(statute.Days), q.out.Days), inputs...)
}

func (q *right) unlimited() {
	q.out.Law, q.out.Unlimited, q.out.Per = "SFB 13:30", true, perChild
	q.step("right", "SFB 13:30", say("Barnet är allvarligt sjukt", "The child is seriously ill"), fact("outcome", string(Yes)), date("born", q.of.Born))
	q.step("days", "SFB 13:31", say("Antalet dagar är obegränsat", "The number of days is unlimited"), fact("days", "unlimited"))
}

func (q *right) refuse(ref statute.Ref, why Text) {
	q.out.Outcome, q.out.Law, q.out.Missing = No, ref, nil
	q.step("refused", ref, why, fact("outcome", string(No)), fact("reason", string(q.of.Reason)), date("born", q.of.Born), date("on", q.of.On))
}

// needs is a fact that must hold. It refuses when it does not, and notes it as missing
// when it has not been stated; it tells whether it holds.
func (q *right) needs(s Stated, name string, ref statute.Ref, says, otherwise Text) bool {
	switch {
	case q.out.Outcome == No || s == StatedTrue:
	case s == StatedFalse:
		q.refuse(ref, otherwise)
	default:
		q.missing(name, ref, says)
	}
	return s == StatedTrue
}

func (q *right) missing(name string, ref statute.Ref, says Text) {
	if q.out.Outcome != No {
		q.out.Outcome, q.out.Law = NotShown, ref
		q.out.Missing = append(q.out.Missing, Missing{name, ref, says})
		q.step("not_shown", ref, say("Det har inte angetts %s", "It has not been stated %s", says), fact("outcome", string(NotShown)), fact("missing", name))
	}
}

// turns is the birthday of a parameter.
func (q *right) turns(parameter string) (calendar.Date, int64) {
	v := q.value(parameter, q.of.On)
	return q.of.Born.AddYears(int(v.Int64)), v.Int64
}

func (q *right) birth() {
	window := q.value(statute.TFPBirthWindow, q.of.On)
	if q.err != nil {
		return
	}
	switch home := q.of.CameHome; {
	case home == calendar.None:
		q.missing("came_home", "SFB 13:14", Text{"vilken dag barnet kom hem efter förlossningen eller kom i vård", "which day the child came home after the birth or came into care"})
	case q.of.On > home.AddDays(int(window.Int64)):
		q.refuse("SFB 13:14", say("%s är efter den %d:e dagen efter hemkomsten %s", "%s is after day %d after the child came home on %s", q.of.On, window.Int64, home))
	}
	q.grant("SFB 13:10", "SFB 13:14", perChild, statute.TFPBirthDays, "", say("I samband med barnets födelse eller adoption", "In connection with the child's birth or adoption"))
}

func (q *right) death() {
	window := q.value(statute.TFPDeathWindow, q.of.On)
	birthday, age := q.turns(statute.TFPDeathAge)
	if q.err != nil {
		return
	}
	switch died := q.of.Died; {
	case died == calendar.None:
		q.missing("died", "SFB 13:31f", Text{"vilken dag barnet avled", "which day the child died"})
	case died >= birthday:
		q.refuse("SFB 13:31e", say("Barnet hade fyllt %d år", "The child had turned %d", age))
	case q.of.On <= died || q.of.On > died.AddDays(int(window.Int64)):
		q.refuse("SFB 13:31f", say("%[1]s är inte bland de %[2]d dagarna efter %[3]s", "%[1]s is not among the %[2]d days after %[3]s", q.of.On, window.Int64, died))
	}
	q.grant("SFB 13:31e", "SFB 13:31f", perParentAndChild, statute.TFPDeathDays, "", say("I samband med att barnet har avlidit", "In connection with the child's death"))
}

func (q *right) contact() {
	birthday, age := q.turns(statute.TFPContactAge)
	if q.err != nil {
		return
	}
	if q.of.On >= birthday {
		q.refuse("SFB 13:26", say("Barnet har fyllt %d år", "The child has turned %d", age))
	}
	q.needs(q.of.LSS, "lss", "SFB 13:26", textLSS, Text{"Barnet omfattas inte av 1 § LSS", "The child is not covered by the act on support and service"})
	q.grant("SFB 13:26", "SFB 13:28", perChildAndYear, statute.TFPContactDays, "", say("Kontaktdag för ett barn som omfattas av 1 § LSS", "Contact day for a child covered by the act on support and service"))
}

var textLSS = Text{"om barnet omfattas av 1 § LSS", "whether the child is covered by section 1 of the act on support and service"}
