package staff

import (
	"testing"

	"balans/demo"
	"balans/recover/claim"
	"balans/recover/enforcement"
	"balans/recover/service"
)

// How an event came about is told in the language of the page: the stored word
// of a mode is English.
func TestWords_everyModeHasText(t *testing.T) {
	modes := map[string]string{enforcement.Change: "a message", enforcement.Stop: "a message"}
	for _, m := range []service.Mode{service.Ordinary, service.Electronic, service.Forwarded, service.Oral, service.Simplified,
		service.SpecialLegalPerson, service.Bailiff, service.Publication, service.Availability} {
		modes[string(m)] = "service"
	}
	if err := demo.Generate(1, demo.Small, func(_ claim.Decision, events []claim.Event) error {
		for i := range events {
			if events[i].Mode != "" {
				modes[events[i].Mode] = events[i].Kind.String()
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for m, of := range modes {
		if _, ok := texts["mode."+m]; !ok {
			t.Errorf("the mode %s of %s has no text", m, of)
		}
	}
	if len(modes) < 20 {
		t.Errorf("only %d modes were found", len(modes))
	}
}
