package summary

import (
	"strings"
	"testing"
)

// The streams are what `go test -json` wrote, times and elapsed left out.
const mixed = `{"Action":"start","Package":"p"}
{"Action":"run","Package":"p","Test":"TestGood"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"=== RUN   TestGood\n"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"    p_test.go:9: chatter\n"}
{"Action":"output","Package":"p","Test":"TestGood","Output":"--- PASS: TestGood (0.00s)\n"}
{"Action":"pass","Package":"p","Test":"TestGood","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestBad","Output":"=== RUN   TestBad\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"    p_test.go:12: 1 öre short\n"}
{"Action":"output","Package":"p","Test":"TestBad","Output":"--- FAIL: TestBad (0.00s)\n"}
{"Action":"fail","Package":"p","Test":"TestBad","Elapsed":0}
{"Action":"output","Package":"p","Test":"TestSkip","Output":"=== RUN   TestSkip\n"}
{"Action":"output","Package":"p","Test":"TestSkip","Output":"    p_test.go:15: no server\n"}
{"Action":"output","Package":"p","Test":"TestSkip","Output":"--- SKIP: TestSkip (0.00s)\n"}
{"Action":"skip","Package":"p","Test":"TestSkip","Elapsed":0}
{"Action":"output","Package":"p","Output":"FAIL\n"}
{"Action":"output","Package":"p","Output":"FAIL\tp\t0.002s\n"}
{"Action":"fail","Package":"p","Elapsed":0.002}
{"Action":"output","Package":"q","Output":"?   \tq\t[no test files]\n"}
{"Action":"skip","Package":"q","Elapsed":0}
`

const broken = `{"ImportPath":"b [b.test]","Action":"build-output","Output":"# b [b.test]\n"}
{"ImportPath":"b [b.test]","Action":"build-output","Output":"./b_test.go:3:1: syntax error\n"}
{"ImportPath":"b [b.test]","Action":"build-fail"}
{"Action":"start","Package":"b"}
{"Action":"output","Package":"b","Output":"FAIL\tb [build failed]\n"}
{"Action":"fail","Package":"b","Elapsed":0,"FailedBuild":"b [b.test]"}
`

const died = `{"Action":"start","Package":"d"}
{"Action":"run","Package":"d","Test":"TestExit"}
{"Action":"output","Package":"d","Test":"TestExit","Output":"=== RUN   TestExit\n"}
{"Action":"output","Package":"d","Test":"TestExit","Output":"last words\n"}
{"Action":"output","Package":"d","Output":"FAIL\td\t0.002s\n"}
{"Action":"fail","Package":"d","Elapsed":0.002}
`

func TestRead(t *testing.T) {
	for _, c := range []struct{ name, stream, want string }{
		{"nothing", "", "0 passed, 0 failed, 0 skipped\n"},
		{"mixed", mixed, "=== RUN   TestBad\n    p_test.go:12: 1 öre short\n--- FAIL: TestBad (0.00s)\nFAIL\tp\t0.002s\n" +
			"?   \tq\t[no test files]\nskipped p TestSkip: p_test.go:15: no server\n1 passed, 1 failed, 1 skipped\n"},
		{"broken build", broken, "# b [b.test]\n./b_test.go:3:1: syntax error\nFAIL\tb [build failed]\n0 passed, 1 failed, 0 skipped\n"},
		{"ended early", died, "=== RUN   TestExit\nlast words\nFAIL\td\t0.002s\n0 passed, 1 failed, 0 skipped\n"},
		{"a tool's own words", "go: no such module\n{not json\n", "go: no such module\n{not json\n0 passed, 0 failed, 0 skipped\n"},
		{"last line cut off", `{"Action":"pass","Package":"p","Test":"TestGood"}`, "1 passed, 0 failed, 0 skipped\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got strings.Builder
			totals, err := Read(strings.NewReader(c.stream), &got)
			if err != nil {
				t.Fatal(err)
			}
			if got.String() != c.want {
				t.Errorf("got\n%s\nwant\n%s", got.String(), c.want)
			}
			if !strings.HasSuffix(c.want, totals.String()+"\n") {
				t.Errorf("totals = %s", totals)
			}
		})
	}
}
