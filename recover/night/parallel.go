package night

import "sync"

// run calls work for 0 to n-1 at the same time and waits for all.
func run(n int, work func(i int)) {
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { work(i) })
	}
	wg.Wait()
}
