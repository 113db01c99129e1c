// A crowd of WebSocket phones on one thread: it opens them, publishes, and times what reaches whom.
//
//     cc -O2 -o wsload wsload.c
//     wsload PORT[,PORT] [--acks] [--socketio] [--deflate] [--patience SECONDS]
//
// Connections go to the ports in turn. It is told what to do over stdin, a command a line, and answers each with a line of JSON:
//
//     script FILE           what voices say, a line each: the voice's number, a tab, a text frame
//     voice PATH            open one more connection that publishes
//     voices FILE AT_ONCE   open one for each path in a file, at most AT_ONCE handshakes under way
//     poster TOKEN PATH     the same over HTTP: each text is posted, with this bearer token
//     cookies FILE          phones come with these cookies from now on: one each, a line each, in turn
//     phones N AT_ONCE PATH open N that listen, at most AT_ONCE handshakes under way
//     wave N PAUSE          N updates, the next one PAUSE ms after the last phone has the last one
//     rest MS               nothing but listening
//     burst N               N updates back to back, until the last phone has all of them
//     steady N GAP          an update every GAP ms, and how long each took to each phone
//     herd AT_ONCE PATH     cut all phones off, open them again, until each has its first frame
//     rush FILE             say every line of the script when it is due, and write down when it was said
//                           and acknowledged: its number and three times in seconds, a line each
//     quit
//
// Lines of a script that are rushed begin with the voice's number, '@', and when they are due, in ms since
// the rush began; the earliest first.
//
// With --deflate phones offer to take compressed messages, as browsers do, and only count them.
//
// Which update a phone has is known in one of two ways. Without --acks every text frame is one more
// update. With --acks a voice hears {"t":"ok","n":N,"seq":S} for the ask it sent with "n":N, and a
// phone has that update once any frame says a "seq" of S or more. The answer to a post says "seq" too.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST_VOICES 16384
#define MOST_LINES 65536
#define MOST_PORTS 64
#define ADDRESSES 8  // the phones come from 127.0.1.1 to .8: each has its own range of ports
#define HEAD 160     // bytes of a message that are looked at
#define KEY "\x11\x22\x33\x44"

typedef enum { UNUSED, CONNECTING, UPGRADING, GREETING, OPEN, DEAD } state;

typedef struct {
    int fd, voice, port, posts;
    state state;
    uint8_t frame[14];  // the header of the frame that comes in
    int frame_has, in_payload;
    uint64_t left;      // bytes of its payload still to come
    char head[HEAD];    // how the message begins; before it is open, the end of the HTTP answer
    int head_has;
    uint64_t messages;
    long at;            // the seq, or the number of updates, that it has
    double moved;       // when it got there
    const char *path, *cookie;
} conn;

typedef struct {         // a voice that posts over HTTP
    char path[256], token[512], answers[1 << 16];  // what came in and is not looked at yet
    size_t has;
    int asked[MOST_LINES], first, last;            // the updates it has no answer for
} poster;

typedef struct { int phone; long at; double when; } move;

static int ports[MOST_PORTS], n_ports, acks, socketio, deflate, ep;
static double patience = 60;
static conn *phones, voices[MOST_VOICES];
static poster *posters[MOST_VOICES];
static int n_phones, n_voices, n_voices_open, n_open, n_dead, n_first;
static int line_voice[MOST_LINES], n_lines, next_line;
static double line_due[MOST_LINES];  // seconds since a rush began
static char *line[MOST_LINES];
static char *cookie[MOST_LINES];
static int n_cookies;
static long target_of[MOST_LINES];   // the seq that an update of the current command is at, 0: unknown
static double sent_at[MOST_LINES], heard_at[MOST_LINES], acked_in[MOST_LINES];
static int first_line, n_sent, n_acked; // the updates of the current command
static long target, published;       // what all phones should get to
static int behind;                   // how many have not
static double finished;              // when the last one did
static move *moves;
static size_t n_moves, room_for_moves;
static int noting;
static uint64_t bytes_in, frames_in;
static char buffer[1 << 18];

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

static void fail(const char *format, ...) {
    char why[512];
    va_list rest;
    va_start(rest, format);
    vsnprintf(why, sizeof why, format, rest);
    va_end(rest);
    for (char *c = why; *c; c++)
        if (*c == '"' || *c == '\\' || (uint8_t)*c < 32) *c = ' ';
    printf("{\"error\": \"%s\", \"open\": %d, \"dead\": %d}\n", why, n_open, n_dead);
    fflush(stdout);
    exit(1);
}

static void send_frame(conn *c, int opcode, const char *text, size_t length) {
    static char out[1 << 17];
    size_t header = 2, done = 0;
    if (length + 16 > sizeof out) fail("a frame of %zu bytes is too large to send", length);
    out[0] = (char)(0x80 | opcode);
    if (length < 126) {
        out[1] = (char)(0x80 | length);
    } else {
        out[1] = (char)(0x80 | (length < 65536 ? 126 : 127));
        int bytes = length < 65536 ? 2 : 8;
        for (int i = 0; i < bytes; i++) out[header++] = (char)(length >> 8 * (bytes - 1 - i));
    }
    memcpy(out + header, KEY, 4);
    header += 4;
    for (size_t i = 0; i < length; i++) out[header + i] = (char)(text[i] ^ KEY[i & 3]);
    size_t whole = header + length;
    while (done < whole) {
        ssize_t n = send(c->fd, out + done, whole - done, MSG_NOSIGNAL);
        if (n >= 0) done += (size_t)n;
        else if (errno != EAGAIN) fail("a frame can't be sent: %s", strerror(errno));
        else usleep(50);
    }
}

static void dial(conn *c, const char *path, int number) {
    struct sockaddr_in from = {.sin_family = AF_INET}, to = {.sin_family = AF_INET};
    int one = 1;
    memset(c, 0, sizeof *c);
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    if (c->fd < 0) fail("no socket: %s", strerror(errno));
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(c->fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof one);
    struct linger reset = {.l_onoff = 1, .l_linger = 0};  // leaves no port in TIME_WAIT
    setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    from.sin_addr.s_addr = htonl(0x7f000101u + (uint32_t)(number % ADDRESSES));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    c->port = ports[number % n_ports];
    to.sin_port = htons((uint16_t)c->port);
    if (bind(c->fd, (void *)&from, sizeof from) < 0) fail("no address: %s", strerror(errno));
    if (connect(c->fd, (void *)&to, sizeof to) < 0 && errno != EINPROGRESS)
        fail("no connection: %s", strerror(errno));
    c->state = CONNECTING;
    c->path = path;
    c->cookie = n_cookies ? cookie[number % n_cookies] : NULL;
    struct epoll_event wanted = {.events = EPOLLIN | EPOLLOUT, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &wanted);
}

static void connected(conn *c) {
    int error = 0;
    socklen_t size = sizeof error;
    getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error) fail("no connection: %s", strerror(error));
    c->state = c->posts ? OPEN : UPGRADING;
    struct epoll_event wanted = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &wanted);
    if (c->posts) return;
    char request[4096];
    int length = snprintf(request, sizeof request,
        "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: Upgrade\r\nPragma: no-cache\r\n"
        "Cache-Control: no-cache\r\nUser-Agent: Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 "
        "(KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36\r\nUpgrade: websocket\r\n"
        "Origin: http://127.0.0.1:%d\r\nSec-WebSocket-Version: 13\r\nAccept-Encoding: gzip, deflate\r\n"
        "Accept-Language: en-US,en;q=0.9\r\n%s%sSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
        c->path, c->port, c->port, deflate && !c->voice
            ? "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "",
        c->cookie && !c->voice ? c->cookie : "");
    if (send(c->fd, request, (size_t)length, MSG_NOSIGNAL) != length) fail("no upgrade sent");
}

static void opened(conn *c) {
    c->state = OPEN;
    c->head_has = 0;
    if (c->voice) n_voices_open++;
    else n_open++;
}

static void lost(conn *c) {
    if (c->state == DEAD) return;
    if (c->voice) fail("the server closed a voice: %.100s", c->head);
    c->state = DEAD;
    n_dead++;
    if (c->at < target) behind--;
    epoll_ctl(ep, EPOLL_CTL_DEL, c->fd, NULL);
}

static long number_after(conn *c, const char *name) {
    char *found = memmem(c->head, (size_t)c->head_has, name, strlen(name));
    return found ? strtol(found + strlen(name), NULL, 10) : -1;
}

static void aim(void) {
    behind = 0;
    finished = 0;
    for (int i = 0; i < n_phones; i++) {
        if (phones[i].state != OPEN) continue;
        if (phones[i].at < target) behind++;
        else if (phones[i].moved > finished) finished = phones[i].moved;
    }
}

static void on_disk(long nth, long seq, double t) {
    if (nth >= n_sent || target_of[nth]) return;
    target_of[nth] = seq;
    heard_at[nth] = t;
    acked_in[n_acked++] = t - sent_at[nth];
    if (seq > target) { target = seq; aim(); }
}

static void acknowledged(conn *c, double t) {
    if (memmem(c->head, (size_t)c->head_has, "\"t\":\"no\"", 8))
        fail("a voice was refused: %.*s", c->head_has, c->head);
    if (!memmem(c->head, (size_t)c->head_has, "\"t\":\"ok\"", 8)) return;
    long n = number_after(c, "\"n\":"), seq = number_after(c, "\"seq\":");
    on_disk((n - first_line + n_lines) % n_lines, seq, t);
}

static void moved_on(conn *c, double t) {
    long seq = acks ? number_after(c, "\"seq\":") : c->at + 1;
    if (seq <= c->at) return;
    int was_behind = c->at < target;
    c->at = seq;
    c->moved = t;
    if (was_behind && seq >= target && --behind == 0) finished = t;
    if (!noting) return;
    if (n_moves == room_for_moves) {
        room_for_moves = room_for_moves ? 2 * room_for_moves : 1 << 16;
        moves = realloc(moves, room_for_moves * sizeof *moves);
    }
    moves[n_moves++] = (move){(int)(c - phones), seq, t};
}

static void got_message(conn *c, double t) {
    if (socketio) {
        if (c->head[0] == '0') { send_frame(c, 1, "40", 2); return; }
        if (c->head[0] == '2') { send_frame(c, 1, "3", 1); return; }
        if (c->head[0] == '4' && c->head[1] == '0') { if (c->state == GREETING) opened(c); return; }
        if (c->head[0] != '4' || c->head[1] != '2') return;
    }
    if (c->voice) { if (acks) acknowledged(c, t); return; }
    frames_in++;
    if (c->messages++ == 0) n_first++;
    moved_on(c, t);
}

static int header_length(conn *c) {
    int length = c->frame[1] & 127;
    return 2 + (length == 126 ? 2 : length == 127 ? 8 : 0);
}

static void frame_ends(conn *c, double t) {
    int opcode = c->frame[0] & 15, last = c->frame[0] & 0x80;
    c->frame_has = c->in_payload = 0;
    if (opcode == 8) lost(c);
    else if (opcode == 9) send_frame(c, 10, c->head, c->head_has < 125 ? (size_t)c->head_has : 125);
    else if (opcode < 3 && last) got_message(c, t);
}

static void parse(conn *c, const char *bytes, size_t n, double t) {
    while (n && c->state != DEAD) {
        if (!c->in_payload) {
            c->frame[c->frame_has++] = (uint8_t)*bytes++, n--;
            if (c->frame_has < 2 || c->frame_has < header_length(c)) continue;
            uint64_t length = c->frame[1] & 127;
            if (length > 125)
                for (int i = 2, whole = header_length(c), first = 1; i < whole; i++, first = 0)
                    length = (first ? 0 : length << 8) | c->frame[i];
            c->left = length;
            if (c->frame[0] & 15) c->head_has = 0;  // anything but a continuation
            c->in_payload = 1;
            if (length == 0) frame_ends(c, t);
            continue;
        }
        size_t taken = n < c->left ? n : c->left, kept = (size_t)(HEAD - c->head_has);
        if (kept > taken) kept = taken;
        memcpy(c->head + c->head_has, bytes, kept);
        c->head_has += (int)kept;
        bytes += taken, n -= taken, c->left -= taken;
        if (c->left == 0) frame_ends(c, t);
    }
}

// The HTTP answer ends with an empty line; only its beginning and its last three bytes are kept.
static void parse_answer(conn *c, const char *bytes, size_t n, double t) {
    for (size_t i = 0; i < n; i++) {
        if (c->head_has < HEAD - 4) c->head[c->head_has++] = bytes[i];
        memmove(c->frame, c->frame + 1, 3);
        c->frame[3] = (uint8_t)bytes[i];
        if (memcmp(c->frame, "\r\n\r\n", 4)) continue;
        if (c->head_has < 12 || memcmp(c->head + 9, "101", 3))
            fail("no upgrade: %.*s", c->head_has, c->head);
        c->state = GREETING;
        c->head_has = 0;
        if (!socketio) opened(c);
        parse(c, bytes + i + 1, n - i - 1, t);
        return;
    }
}

static void pump(int ms);

static void post(conn *c, const char *text) {
    static char request[1 << 16];
    poster *p = posters[c - voices];
    int length = snprintf(request, sizeof request,
        "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
        p->path, c->port, p->token, strlen(text), text);
    if (c->state == DEAD) {
        dial(c, p->path, (int)(c - voices));
        c->voice = c->posts = 1;
        while (c->state != OPEN) pump(20);
    }
    p->asked[p->last++ % MOST_LINES] = n_sent - 1;
    for (int done = 0; done < length;) {
        ssize_t n = send(c->fd, request + done, (size_t)(length - done), MSG_NOSIGNAL);
        if (n >= 0) done += (int)n;
        else if (errno != EAGAIN) fail("a post can't be sent: %s", strerror(errno));
        else usleep(50);
    }
}

static void parse_posted(poster *p, const char *bytes, size_t n, double t) {
    if (p->has + n >= sizeof p->answers) fail("an answer to a post is too long");
    memcpy(p->answers + p->has, bytes, n);
    p->has += n;
    for (;;) {
        p->answers[p->has] = 0;
        char *body = strstr(p->answers, "\r\n\r\n"), *length = strcasestr(p->answers, "content-length:");
        if (!body || !length) return;
        size_t whole = (size_t)(body + 4 - p->answers) + strtoul(length + 15, NULL, 10);
        if (p->has < whole) return;
        char *seq = strstr(body, "\"seq\":");
        if (p->answers[9] != '2' || !seq) fail("a post was refused: %.300s", body + 4);
        on_disk(p->asked[p->first++ % MOST_LINES], strtol(seq + 6, NULL, 10), t);
        memmove(p->answers, p->answers + whole, p->has -= whole);
    }
}

static void readable(conn *c) {
    ssize_t n = recv(c->fd, buffer, sizeof buffer, 0);
    if (n < 0 && errno == EAGAIN) return;
    if (n <= 0 && c->posts && posters[c - voices]->first == posters[c - voices]->last) {
        c->state = DEAD;  // servers close what is idle; it is opened again when needed
        close(c->fd);
        return;
    }
    if (n <= 0) {
        if (c->state < OPEN) fail("closed before it was open: %.*s", c->head_has, c->head);
        lost(c);
        return;
    }
    bytes_in += (uint64_t)n;
    if (c->posts) parse_posted(posters[c - voices], buffer, (size_t)n, now());
    else if (c->state == UPGRADING) parse_answer(c, buffer, (size_t)n, now());
    else parse(c, buffer, (size_t)n, now());
}

// Phones of the board give a sign of life every 25 s, each at its own time.
static void beat(void) {
    static const char *text = "{\"t\":\"beat\"}";
    static double began;
    static long given;
    if (!acks || !n_phones || n_open < n_phones) { began = now(); given = 0; return; }
    for (long due = (long)((now() - began) / 25 * n_phones); given < due; given++) {
        conn *c = &phones[given % n_phones];
        if (c->state == OPEN) send_frame(c, 1, text, strlen(text));
    }
}

static void pump(int ms) {
    static struct epoll_event events[1024];
    beat();
    int n = epoll_wait(ep, events, 1024, ms);
    for (int i = 0; i < n; i++) {
        conn *c = events[i].data.ptr;
        if (c->state == CONNECTING && events[i].events & (EPOLLOUT | EPOLLERR)) connected(c);
        else if (c->state != DEAD && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(c);
    }
}

static void begin(void) {
    first_line = next_line;
    n_sent = n_acked = 0;
    bytes_in = frames_in = 0;
    n_moves = 0;
    memset(target_of, 0, sizeof target_of);
}

static void say_next(void) {
    int l = next_line;
    if (n_sent >= n_lines) fail("the script is too short");
    next_line = (next_line + 1) % n_lines;
    sent_at[n_sent++] = now();
    if (!acks) {
        target_of[n_sent - 1] = target = ++published;
        acked_in[n_acked++] = 0;
        aim();
    }
    conn *voice = &voices[line_voice[l]];
    if (voice->posts) post(voice, line[l]);
    else send_frame(voice, 1, line[l], strlen(line[l]));
}

// Without sleeping: else a server as slow as the crowd wakes it for each frame, for as much again as a
// write costs, and one that is quicker does not.
static void until_all_have_it(void) {
    double until = now() + patience;
    while (n_acked < n_sent || behind) {
        pump(0);
        if (now() > until)
            fail("%d of %d are acknowledged, %d phones behind at the end of patience", n_acked, n_sent, behind);
    }
}

static void rest(double ms) {
    for (double until = now() + ms * 1e-3; now() < until;) pump(1);
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void answer(const char *what, double *times, size_t n, double seconds) {
    qsort(times, n, sizeof *times, by_size);
    qsort(acked_in, (size_t)n_acked, sizeof *acked_in, by_size);
    printf("{\"what\": \"%s\", \"seconds\": %.6f, \"updates\": %d, \"phones\": %d, \"dead\": %d, "
           "\"frames\": %lu, \"bytes\": %lu, \"p50\": %.6f, \"p99\": %.6f, \"most\": %.6f, \"acked\": %.6f}\n",
           what, seconds, n_sent, n_open, n_dead, frames_in, bytes_in,
           n ? times[(n - 1) / 2] : 0, n ? times[(n - 1) * 99 / 100] : 0, n ? times[n - 1] : 0,
           n_acked ? acked_in[(n_acked - 1) / 2] : 0);
    fflush(stdout);
}

static void wave(int rounds, double pause) {
    double *times = calloc((size_t)rounds + 1, sizeof *times), busy = 0;
    begin();
    for (int i = 0; i < rounds; i++) {
        say_next();
        until_all_have_it();
        busy += times[i] = finished - sent_at[i];
        if (pause > 0) rest(pause);
    }
    answer("wave", times, (size_t)rounds, busy);
    free(times);
}

static void burst(int updates) {
    begin();
    double began = now();
    for (int i = 0; i < updates; i++) say_next();
    until_all_have_it();
    double took = finished - began;
    answer("burst", &took, 1, took);
}

static void steady(int updates, double gap) {
    begin();
    noting = 1;
    double began = now();
    for (int i = 0; i < updates; i++) {
        while (now() < began + i * gap * 1e-3) pump(1);
        say_next();
    }
    until_all_have_it();
    noting = 0;
    int *next = calloc((size_t)n_phones, sizeof *next);
    double *times = calloc((size_t)n_phones * (size_t)updates, sizeof *times);
    size_t n = 0;
    for (int k = 1; k < updates; k++)
        if (target_of[k] < target_of[k - 1]) target_of[k] = target_of[k - 1];
    for (size_t m = 0; m < n_moves; m++) {
        int *k = &next[moves[m].phone];
        for (; *k < updates && target_of[*k] <= moves[m].at; ++*k)
            times[n++] = moves[m].when - sent_at[*k];
    }
    answer("steady", times, n, finished - began);
    free(next);
    free(times);
}

// Says what is due, however far behind the server is; gives up waiting at the end of patience.
static void rush(const char *path) {
    begin();
    double began = now();
    for (int i = 0; i < n_lines; i++) {
        while (now() < began + line_due[next_line]) pump(1);
        say_next();
        if (i % 8 == 7) pump(0);  // answers are timed when they are read
    }
    for (double until = now() + patience; n_acked < n_sent && now() < until;) pump(20);
    double took = now() - began;
    FILE *file = fopen(path, "w");
    if (!file) fail("%s can't be written", path);
    for (int l = 0; l < n_lines; l++)
        if (target_of[l])
            fprintf(file, "%d %.6f %.6f %.6f\n", l, line_due[l], sent_at[l] - began, heard_at[l] - began);
    fclose(file);
    answer("rush", acked_in, (size_t)n_acked, took);
}

static void open_phones(int at_once, const char *path, int greeted, const char *what) {
    double began = now(), until = began + patience, *times = calloc((size_t)n_phones, sizeof *times);
    static char kept[1024];
    int dialled = 0, timed = 0;
    begin();
    snprintf(kept, sizeof kept, "%s", path);
    n_open = n_dead = n_first = 0;
    target = acks ? target : published;
    for (;;) {
        int ready = greeted ? n_first : n_open;
        while (timed < ready) times[timed++] = now() - began;
        if (ready + n_dead >= n_phones) break;
        while (dialled < n_phones && dialled - n_open - n_dead < at_once) {
            dial(&phones[dialled], kept, dialled);
            phones[dialled].at = acks ? 0 : published;
            dialled++;
        }
        pump(20);
        if (now() > until) fail("%d of %d phones are there at the end of patience", ready, n_phones);
    }
    answer(what, times, (size_t)timed, now() - began);
    free(times);
}

static void herd(int at_once, const char *path) {
    for (int i = 0; i < n_phones; i++) close(phones[i].fd);
    open_phones(at_once, path, 1, "herd");
}

static void add_voice(const char *path, const char *token) {
    if (n_voices == MOST_VOICES) fail("too many voices");
    conn *c = &voices[n_voices];
    double until = now() + patience;
    dial(c, path, n_voices);
    c->voice = 1;
    if (token) {
        poster *p = posters[n_voices] = calloc(1, sizeof *p);
        snprintf(p->path, sizeof p->path, "%s", path);
        snprintf(p->token, sizeof p->token, "%s", token);
        c->posts = 1;
    }
    n_voices++;
    while (c->state != OPEN) {
        pump(20);
        if (now() > until) fail("a voice doesn't open");
    }
    printf("{\"what\": \"voice\"}\n");
    fflush(stdout);
}

static void add_voices(const char *file_name, int at_once) {
    FILE *file = fopen(file_name, "r");
    if (!file) fail("no file %s", file_name);
    static char path[2048];
    double began = now(), until = began + patience;
    int before = n_voices_open, dialled = 0;
    begin();
    while (fgets(path, sizeof path, file)) {
        if (n_voices == MOST_VOICES) fail("too many voices");
        path[strcspn(path, "\n")] = 0;
        dial(&voices[n_voices], strdup(path), n_voices);
        voices[n_voices++].voice = 1;
        dialled++;
        do {
            pump(n_voices_open - before > dialled - at_once ? 0 : 20);
            if (now() > until) fail("%d of %d voices are open", n_voices_open - before, dialled);
        } while (n_voices_open - before <= dialled - at_once);
    }
    fclose(file);
    while (n_voices_open - before < dialled) {
        pump(20);
        if (now() > until) fail("%d of %d voices are open", n_voices_open - before, dialled);
    }
    answer("voices", acked_in, 0, now() - began);
}

static void load_script(const char *path) {
    static char text[1 << 17];
    FILE *file = fopen(path, "r");
    if (!file) fail("no file %s", path);
    for (; n_lines > 0; n_lines--) free(line[n_lines - 1]);
    next_line = 0;
    while (n_lines < MOST_LINES && fgets(text, sizeof text, file)) {
        char *tab = strchr(text, '\t');
        text[strcspn(text, "\n")] = 0;
        if (!tab) fail("line %d of %s has no tab", n_lines + 1, path);
        line_voice[n_lines] = atoi(text);
        char *due = memchr(text, '@', (size_t)(tab - text));
        line_due[n_lines] = due ? atof(due + 1) * 1e-3 : 0;
        line[n_lines++] = strdup(tab + 1);
    }
    fclose(file);
    printf("{\"what\": \"script\", \"updates\": %d}\n", n_lines);
    fflush(stdout);
}

static void load_cookies(const char *path) {
    static char text[1024], header[1200];
    FILE *file = fopen(path, "r");
    if (!file) fail("no file %s", path);
    while (n_cookies < MOST_LINES && fgets(text, sizeof text, file)) {
        text[strcspn(text, "\n")] = 0;
        snprintf(header, sizeof header, "Cookie: %s\r\n", text);
        cookie[n_cookies++] = strdup(header);
    }
    fclose(file);
    printf("{\"what\": \"cookies\", \"updates\": %d}\n", n_cookies);
    fflush(stdout);
}

static void obey(char *told) {
    char path[1024], token[1024];
    int n, at_once;
    double ms;
    if (sscanf(told, "script %1023s", path) == 1) load_script(path);
    else if (sscanf(told, "cookies %1023s", path) == 1) load_cookies(path);
    else if (sscanf(told, "voices %1023s %d", path, &at_once) == 2) add_voices(path, at_once);
    else if (sscanf(told, "voice %1023s", path) == 1) add_voice(path, NULL);
    else if (sscanf(told, "poster %1023s %1023s", token, path) == 2) add_voice(path, token);
    else if (sscanf(told, "phones %d %d %1023s", &n, &at_once, path) == 3) {
        phones = calloc((size_t)n, sizeof *phones);
        n_phones = n;
        open_phones(at_once, path, 0, "phones");
    } else if (sscanf(told, "wave %d %lf", &n, &ms) == 2) wave(n, ms);
    else if (sscanf(told, "burst %d", &n) == 1) burst(n);
    else if (sscanf(told, "rest %lf", &ms) == 1) { begin(); rest(ms); answer("rest", &ms, 1, ms * 1e-3); }
    else if (sscanf(told, "steady %d %lf", &n, &ms) == 2) steady(n, ms);
    else if (sscanf(told, "rush %1023s", path) == 1) rush(path);
    else if (sscanf(told, "herd %d %1023s", &at_once, path) == 2) herd(at_once, path);
    else if (!strncmp(told, "quit", 4)) exit(0);
    else fail("what is this: %s", told);
}

int main(int argc, char **argv) {
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (argc < 2) { fprintf(stderr, "usage: wsload PORT[,PORT] [--acks] [--socketio] [--deflate] [--patience S]\n"); return 2; }
    for (char *p = strtok(argv[1], ","); p && n_ports < MOST_PORTS; p = strtok(NULL, ",")) ports[n_ports++] = atoi(p);
    for (int i = 2; i < argc; i++) {
        if (!strcmp(argv[i], "--acks")) acks = 1;
        else if (!strcmp(argv[i], "--socketio")) socketio = 1;
        else if (!strcmp(argv[i], "--deflate")) deflate = 1;
        else if (!strcmp(argv[i], "--patience") && i + 1 < argc) patience = atof(argv[++i]);
        else { fprintf(stderr, "wsload: what is %s?\n", argv[i]); return 2; }
    }
    ep = epoll_create1(0);
    char told[2048];
    int length = 0;
    for (;;) {  // phones are read while nothing is told, so that nothing piles up
        struct pollfd input = {.fd = 0, .events = POLLIN};
        if (poll(&input, 1, 0) > 0) {
            if (read(0, told + length, 1) <= 0) return 0;
            if (told[length] != '\n') {
                if (length < (int)sizeof told - 1) length++;
                continue;
            }
            told[length] = 0;
            length = 0;
            obey(told);
        }
        pump(5);
    }
}
