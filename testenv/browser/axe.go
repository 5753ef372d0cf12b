package browser

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// axeTags choose the rules of axe-core that a page must keep: WCAG 2.0, 2.1 and 2.2 at levels A and AA,
// which hold what the law on access to digital public service asks for, and axe's best practice.
var axeTags = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}

// Violation is one rule of axe-core that the page breaks.
type Violation struct {
	ID      string   // the rule, such as "image-alt"
	Impact  string   // minor, moderate, serious or critical
	Help    string   // what to do, in axe's words
	Targets []string // CSS selectors of the elements
}

// String returns the violation on one line.
func (v Violation) String() string {
	return fmt.Sprintf("%s (%s): %s: %s", v.ID, v.Impact, v.Help, strings.Join(v.Targets, ", "))
}

// Axe runs axe-core, whose source is the text of axe.min.js, on the page as it stands and returns what
// it breaks. It covers what a machine can see (about half of WCAG's criteria in part); it does not
// replace the keyboard, a screen reader and a reader's eyes.
func (b *Browser) Axe(t testing.TB, source string) []Violation {
	t.Helper()
	in := b.In(t)
	if b.state.scriptless { // axe needs timers; the page's own scripts were passed over when it was read
		in.scripts(true)
		defer in.scripts(false)
	}
	if !Eval[bool](in, `typeof axe !== "undefined"`) {
		// A script of the browser's tools, not of the page: the page's Content-Security-Policy does
		// not stop it.
		if !Eval[bool](in, source+"\n;typeof axe !== \"undefined\"") {
			t.Fatal("axe: the source defines no axe")
		}
	}
	tags, err := json.Marshal(axeTags)
	if err != nil {
		t.Fatal(err)
	}
	return Eval[[]Violation](in, fmt.Sprintf(`axe.run(document, {
		runOnly: {type: "tag", values: %s}, resultTypes: ["violations"],
	}).then(found => found.violations.map(v => ({
		ID: v.id, Impact: v.impact, Help: v.help, Targets: v.nodes.map(n => n.target.flat().join(" ")),
	})))`, tags))
}
