package staff

import "testing"

func TestTry(t *testing.T) {
	a := settled(t)
	for _, p := range []string{"/controls", "/runs", "/run?id=vab-fore", "/run?id=slump", "/findings?state=all", "/finding?run=vab-fore&payout=P1&control=tfp-absence", "/yield"} {
		got := a.send("GET", p, "demo-utredare")
		t.Logf("%s %d %s", p, got.StatusCode, words(got.body))
	}
	t.Log(a.log)
}
