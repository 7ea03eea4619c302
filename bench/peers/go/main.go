// genqlient: its client and its websocket client, with the code that it generates, over net/http and gorilla/websocket.
package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"sync"

	"github.com/Khan/genqlient/graphql"
	"github.com/gorilla/websocket"
)

type dialer struct{ *websocket.Dialer }

func (d dialer) DialContext(ctx context.Context, url string, header http.Header) (graphql.WSConn, error) {
	connection, _, err := d.Dialer.DialContext(ctx, url, header)
	return connection, err
}

func push(port, subscriptions int) {
	client := graphql.NewClientUsingWebSocket(fmt.Sprintf("ws://127.0.0.1:%d/graphql", port), dialer{websocket.DefaultDialer})
	failures, err := client.Start(context.Background())
	check(err)
	go func() { check(<-failures) }()
	all := startTally()
	var running sync.WaitGroup
	for range subscriptions {
		events, _, err := Logs(context.Background(), client)
		check(err)
		running.Add(1)
		go func() {
			defer running.Done()
			for event := range events {
				if len(event.Errors) > 0 {
					check(event.Errors)
				}
				all.add(event.Data.Logs.Offset, event.Data.Logs.Line)
			}
		}()
	}
	running.Wait()
	all.report()
}

func requests(port, count, inFlight int) {
	transport := &http.Transport{MaxIdleConnsPerHost: inFlight}
	client := graphql.NewClient(fmt.Sprintf("http://127.0.0.1:%d/graphql", port), &http.Client{Transport: transport})
	all := startTally()
	var running sync.WaitGroup
	for range inFlight {
		running.Add(1)
		go func() {
			defer running.Done()
			for range count / inFlight {
				answer, err := GetRun(context.Background(), client, "r-1")
				check(err)
				all.add(answer.Run.Step, answer.Run.Name)
			}
		}()
	}
	running.Wait()
	all.report()
}

func main() {
	number := func(at int) int {
		value, err := strconv.Atoi(os.Args[at])
		check(err)
		return value
	}
	if os.Args[1] == "push" {
		push(number(2), number(3))
	} else {
		requests(number(2), number(3), number(4))
	}
}
