package control

import (
	"slices"
	"strconv"
	"strings"

	"balans/prevent/sample"
)

// mostOpen is the most days a plan may keep a task open.
const mostOpen = 3_660

// planWord is a word of a block: what it says and what it sets.
type planWord struct {
	about string
	do    func(r *planReader, rest string) error
}

var planWords = map[string]map[string]planWord{
	"plan": {
		"name":   {"what the plan is called", func(r *planReader, rest string) error { r.plan.Name = rest; return nil }},
		"from":   {"its first day", func(r *planReader, rest string) (err error) { r.plan.From, err = r.day(rest); return err }},
		"to":     {"its last day", func(r *planReader, rest string) (err error) { r.plan.To, err = r.day(rest); return err }},
		"budget": {"kronor the controls may cost", func(r *planReader, rest string) (err error) { r.plan.Budget, err = r.amount(rest); return err }},
	},
	"risk": {
		"area":    {"the risk area in words", func(r *planReader, rest string) error { r.risk().Area = rest; return nil }},
		"benefit": {"codes of the benefits", func(r *planReader, rest string) (err error) { r.risk().Benefits, err = r.benefits(rest); return err }},
		"cause": {"applicant, agency, third_party or unknown", func(r *planReader, rest string) error {
			if r.risk().Cause = sample.Cause(rest); !slices.Contains(sample.Causes, r.risk().Cause) {
				return r.fail("applicant, agency, third_party or unknown")
			}
			return nil
		}},
		"likelihood": {"share of payouts believed to be wrong", func(r *planReader, rest string) (err error) {
			r.risk().Likelihood, err = r.share(rest, 10_000)
			return err
		}},
		"cost": {"kronor a year believed to be paid wrongly", func(r *planReader, rest string) (err error) { r.risk().Cost, err = r.amount(rest); return err }},
		"says": {"what the belief rests on", func(r *planReader, rest string) error {
			r.risk().Says = strings.TrimSpace(r.risk().Says + " " + rest)
			return nil
		}},
	},
	"control": {
		"meets": {"the risk it meets", func(r *planReader, rest string) error { r.control().Risk = rest; return nil }},
		"stage": {"before, during or after payment", func(r *planReader, rest string) error {
			s, ok := ParseStage(rest)
			if !ok {
				return r.fail("before, during or after")
			}
			r.control().Stage = s
			return nil
		}},
		"benefit": {"codes of the benefits, when not all that the control covers", func(r *planReader, rest string) (err error) { r.control().Benefits, err = r.benefits(rest); return err }},
		"select": {"an expression that says who is checked", func(r *planReader, rest string) (err error) {
			if r.control().Select, err = Compile(rest); err != nil {
				r.control().Select = &Expression{text: rest} // shown, of a stored plan, and never used
				return r.fail("an expression that can be used: %v", err)
			}
			return nil
		}},
		"weight": {"POINTS when EXPRESSION", func(r *planReader, rest string) error {
			points, when, ok := strings.Cut(rest, " when ")
			n, err := strconv.Atoi(points)
			if !ok || err != nil || n < -100 || n > 100 {
				return r.fail("POINTS when EXPRESSION, with points from -100 to 100")
			}
			e, err := Compile(when)
			if err != nil {
				return r.fail("an expression that can be used: %v", err)
			}
			r.control().Weights = append(r.control().Weights, Weight{n, e})
			return nil
		}},
		"threshold": {"least sum of weights", func(r *planReader, rest string) (err error) {
			r.control().hasThreshold = true
			r.control().Threshold, err = r.number(rest, -10_000, 10_000)
			return err
		}},
		"tolerance": {"percent that may differ", func(r *planReader, rest string) error {
			n, err := r.share(rest, 100)
			r.control().Settings.Tolerance = int32(n)
			return err
		}},
		"grace": {"days to wait beyond what is due", func(r *planReader, rest string) (err error) {
			r.control().Settings.GraceDays, err = r.number(rest, 0, 366)
			return err
		}},
		"limit": {"how many there may be, where the control counts", func(r *planReader, rest string) (err error) {
			r.control().Settings.Limit, err = r.number(rest, 0, 1_000_000)
			return err
		}},
		"expires": {"days a task stays open", func(r *planReader, rest string) (err error) {
			r.control().Expires, err = r.number(rest, 1, mostOpen)
			return err
		}},
		"task-cost":  {"kronor it costs to judge a task", func(r *planReader, rest string) (err error) { r.control().TaskCost, err = r.amount(rest); return err }},
		"check-cost": {"kronor it costs to make the control once", func(r *planReader, rest string) (err error) { r.control().CheckCost, err = r.amount(rest); return err }},
	},
	"sample": {
		"meets":   {"the risk it measures", func(r *planReader, rest string) error { r.sample().Risk = rest; return nil }},
		"benefit": {"codes of the benefits", func(r *planReader, rest string) (err error) { r.sample().Benefits, err = r.benefits(rest); return err }},
		"size": {"how many payouts are drawn", func(r *planReader, rest string) (err error) {
			r.sample().Size, err = r.number(rest, 1, 1_000_000)
			return err
		}},
		"seed": {"a text that is made known before the draw and that it follows from", func(r *planReader, rest string) error { r.sample().Seed = rest; return nil }},
		"expires": {"days a task stays open", func(r *planReader, rest string) (err error) {
			r.sample().Expires, err = r.number(rest, 1, mostOpen)
			return err
		}},
		"task-cost": {"kronor it costs to judge a task", func(r *planReader, rest string) (err error) { r.sample().TaskCost, err = r.amount(rest); return err }},
	},
}

// PlanWords is the words of each block of a plan and what they say, for the help.
func PlanWords() map[string]map[string]string {
	all := map[string]map[string]string{}
	for block, words := range planWords {
		all[block] = map[string]string{}
		for word, w := range words {
			all[block][word] = w.about
		}
	}
	return all
}
