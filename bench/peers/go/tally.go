package main

import (
	"fmt"
	"os"
	"sync/atomic"
	"syscall"
	"time"
)

// tally counts what was decoded, and says in the end what that has cost the process.
type tally struct {
	messages, sum atomic.Int64
	wall          time.Time
	cpu           float64
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "genqlient peer:", err)
		os.Exit(1)
	}
}

func cpu() float64 {
	var used syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &used))
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()).Seconds()
}

func startTally() *tally { return &tally{wall: time.Now(), cpu: cpu()} }

// add takes what one message says: its number, and its text, which is never empty.
func (t *tally) add(offset int, text string) {
	t.sum.Add(int64(offset))
	if text != "" {
		t.messages.Add(1)
	}
}

// report prints messages, seconds, CPU seconds and sum, and waits until the runner has read the memory.
func (t *tally) report() {
	fmt.Printf("%d %.6f %.6f %d\n", t.messages.Load(), time.Since(t.wall).Seconds(), cpu()-t.cpu, t.sum.Load())
	os.Stdin.Read(make([]byte, 1))
}
