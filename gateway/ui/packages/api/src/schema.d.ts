export interface paths {
    "/.well-known/jwks.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Key Set
         * @description The public keys (RFC 7517) under which access tokens may be signed.
         */
        get: operations["key_set"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Agents
         * @description Active agents by name, from this service's copy of identity's people.
         */
        get: operations["list_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tokens
         * @description One's own tokens. Needs api_tokens:manage.
         */
        get: operations["list_tokens"];
        put?: never;
        /**
         * Create Token
         * @description Makes a token and tells its secret this once. Needs api_tokens:manage and every scope it gets.
         */
        post: operations["create_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/api-tokens/{token_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke Token
         * @description Revokes one's own token. Needs api_tokens:manage.
         */
        delete: operations["revoke_token"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/attachments/{attachment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download File
         * @description A file's bytes, by the link that a message shows. Asked for without one, the caller must see the ticket.
         */
        get: operations["download_file"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Entries
         * @description What was changed, the newest first. Needs audit:read.
         */
        get: operations["list_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log In
         * @description Signs in with address and password. 429 with Retry-After after too many failures.
         */
        post: operations["log_in"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log Out
         * @description Ends the session of the refresh token, or else of the access token, and clears the cookies.
         */
        post: operations["log_out"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Whoever is signed in, as she is now.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Password
         * @description Sets another password, by the current one, and ends all other sessions.
         */
        patch: operations["change_password"];
        trace?: never;
    };
    "/api/v1/auth/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail Password Reset
         * @description Mails a link to set a new password; the answer is the same whether the address is known.
         */
        post: operations["mail_password_reset"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password-reset/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset Password
         * @description Sets a new password by the mailed link, which works once, and ends every session.
         */
        post: operations["reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Refresh
         * @description The next pair of tokens, by the refresh token in the body or in the cookie. Each works once.
         */
        post: operations["refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/signup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign Up
         * @description Makes a customer's account and signs in to it; the address has to be verified by mail.
         */
        post: operations["sign_up"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sso": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Sign In By Host
         * @description Exchanges a host application's signed token for a session.
         */
        post: operations["sign_in_by_host"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-address": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify Address
         * @description Proves one's address by the mailed link; the answer is a new session of the person the address stands for.
         */
        post: operations["verify_address"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/verify-address/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail Verification
         * @description Mails the link once more.
         */
        post: operations["mail_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Calendars
         * @description Calendars by name. Needs sla:read.
         */
        get: operations["list_calendars"];
        put?: never;
        /**
         * Create Calendar
         * @description Adds a calendar. Needs sla:manage.
         */
        post: operations["create_calendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Calendar
         * @description When open time is over, or how much there is, by a calendar that need not be saved. Needs sla:read.
         */
        post: operations["preview_calendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{calendar_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Calendar
         * @description A calendar. Needs sla:read.
         */
        get: operations["get_calendar"];
        /**
         * Change Calendar
         * @description Replaces a calendar; answers how many tickets with open clocks are computed again. Needs sla:manage.
         */
        put: operations["change_calendar"];
        post?: never;
        /**
         * Delete Calendar
         * @description Removes a calendar that no policy follows. Needs sla:manage.
         */
        delete: operations["delete_calendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Changes
         * @description The same by polling: without `since` only where to begin; `meta.next` is the next `since`.
         */
        get: operations["list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/clocks/{ticket_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain Clocks
         * @description Why each clock of a ticket is due when it is. Needs sla:read, and to see the ticket.
         */
        get: operations["explain_clocks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All Deliveries
         * @description The newest first. Who may not manage deliveries names a ticket that they may see, and gets its mails.
         */
        get: operations["list_all_deliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{delivery_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Delivery
         * @description One delivery, with the mail as it went.
         */
        get: operations["get_delivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/deliveries/{delivery_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry One Delivery
         * @description Sends it again, at once. Needs deliveries:manage.
         */
        post: operations["retry_one_delivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Departments
         * @description Departments by name: all for staff, those that take tickets for customers.
         */
        get: operations["list_departments"];
        put?: never;
        /**
         * Create Department
         * @description Adds a department. Needs departments:manage.
         */
        post: operations["create_department"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments/{department_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Department
         * @description A department.
         */
        get: operations["get_department"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Department
         * @description Changes a department. Needs departments:manage.
         */
        patch: operations["change_department"];
        trace?: never;
    };
    "/api/v1/departments/{department_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Members
         * @description Who is in a department. Needs people:read.
         */
        get: operations["list_members"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/departments/{department_id}/members/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Member
         * @description Somebody who is in a department. Needs people:read.
         */
        get: operations["get_member"];
        /**
         * Add Member
         * @description Puts somebody of the staff into a department. Needs departments:manage.
         */
        put: operations["add_member"];
        post?: never;
        /**
         * Remove Member
         * @description Takes somebody out of a department. Needs departments:manage.
         */
        delete: operations["remove_member"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rules
         * @description Rules in the order in which they run. Needs sla:read.
         */
        get: operations["list_rules"];
        put?: never;
        /**
         * Create Rule
         * @description Adds a rule; it runs for what happens from now on. Needs sla:manage.
         */
        post: operations["create_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rule
         * @description A rule. Needs sla:read.
         */
        get: operations["get_rule"];
        /**
         * Change Rule
         * @description Replaces a rule. Needs sla:manage.
         */
        put: operations["change_rule"];
        post?: never;
        /**
         * Delete Rule
         * @description Removes a rule; its runs stay. Needs sla:manage.
         */
        delete: operations["delete_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/{rule_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description When a rule ran, the newest first, with what it did or why not. Needs sla:manage: it names tickets.
         */
        get: operations["list_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Open As Guest
         * @description Opens a ticket for an address that nobody has proved: answered is its reference, nothing else.
         *
         *     The text is plain, so that what a stranger writes is never markup.
         */
        post: operations["open_as_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Inbound
         * @description Mail that came in, the newest first. Needs deliveries:manage.
         */
        get: operations["list_inbound"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound/{mail_id}/raw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Raw Mail
         * @description The mail as it came, for download. Needs deliveries:manage.
         */
        get: operations["get_raw_mail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/inbound/{mail_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Inbound
         * @description Handles a mail again that failed or was ignored. Needs deliveries:manage.
         */
        post: operations["retry_inbound"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List People
         * @description People by name. Needs people:read.
         */
        get: operations["list_people"];
        put?: never;
        /**
         * Create Person
         * @description Adds a person; a guest of the address becomes her. Needs people:manage and what the roles allow.
         */
        post: operations["create_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Person
         * @description A person: oneself, or anybody with people:read.
         */
        get: operations["get_person"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Person
         * @description Changes a person: name and locale of oneself, everything of others with people:manage.
         */
        patch: operations["change_person"];
        trace?: never;
    };
    "/api/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description Every role with what it allows. Needs people:read.
         */
        get: operations["list_roles"];
        put?: never;
        /**
         * Create Role
         * @description Adds a role. Needs roles:manage and every permission that the role gets.
         */
        post: operations["create_role"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Role
         * @description Deletes a custom role that nobody holds. Needs roles:manage.
         */
        delete: operations["delete_role"];
        options?: never;
        head?: never;
        /**
         * Change Role
         * @description Changes a custom role. Needs roles:manage and every permission that is added or taken.
         */
        patch: operations["change_role"];
        trace?: never;
    };
    "/api/v1/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Search
         * @description Tickets by words, best first: `"exact words"`, `-without`, `or`. Of very many matches the newest are ranked.
         */
        get: operations["search"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policies
         * @description Policies in the order in which they are tried. Needs sla:read.
         */
        get: operations["list_policies"];
        put?: never;
        /**
         * Create Policy
         * @description Adds a policy; open clocks that it applies to follow it. Needs sla:manage.
         */
        post: operations["create_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/{policy_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy
         * @description A policy. Needs sla:read.
         */
        get: operations["get_policy"];
        /**
         * Change Policy
         * @description Replaces a policy; answers how many tickets with open clocks are computed again. Needs sla:manage.
         */
        put: operations["change_policy"];
        post?: never;
        /**
         * Delete Policy
         * @description Removes a policy; open clocks fall to the next one that applies. Needs sla:manage.
         */
        delete: operations["delete_policy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Statuses
         * @description Every status in the desk's order, with the ones that may follow it.
         */
        get: operations["list_statuses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream
         * @description What the caller may see, as it happens; `Last-Event-ID` resumes over ten minutes, `reset` says look anew.
         */
        get: operations["stream"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tags
         * @description Every tag by name, at most a thousand. For staff: names of tags may tell of other customers.
         */
        get: operations["list_tags"];
        put?: never;
        /**
         * Create Tag
         * @description Makes a tag; 409 where another has the name, in whatever case.
         */
        post: operations["create_tag"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tags/{tag_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete Tag
         * @description Takes it off every ticket too.
         */
        delete: operations["delete_tag"];
        options?: never;
        head?: never;
        /**
         * Change Tag
         * @description Renames or recolours a tag on every ticket that has it.
         */
        patch: operations["change_tag"];
        trace?: never;
    };
    "/api/v1/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tickets
         * @description What the caller sees, a page at a time. Sorts: updated_at, created_at, priority, sla_due; - for descending.
         */
        get: operations["list_tickets"];
        put?: never;
        /**
         * Create Ticket
         * @description Opens a ticket: for oneself, or with `requester` or `requester_id` for somebody else.
         */
        post: operations["create_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count Tickets
         * @description The numbers beside the queue; each exact to 1,000, then "1000+".
         */
        get: operations["count_tickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Ticket
         * @description A ticket by id or reference; `messages` are the last hundred, oldest first.
         */
        get: operations["show_ticket"];
        put?: never;
        post?: never;
        /**
         * Delete Ticket
         * @description Hides the ticket from everybody; administrators may restore it.
         */
        delete: operations["delete_ticket"];
        options?: never;
        head?: never;
        /**
         * Edit Ticket
         * @description Changes subject, type or custom fields.
         */
        patch: operations["edit_ticket"];
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/assign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Assign
         * @description Gives the ticket to an agent.
         */
        post: operations["assign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close
         * @description Sets the status `closed`. Customers close their own tickets where `allow_customer_close` says so.
         */
        post: operations["close"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/department": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Department
         * @description Moves the ticket; the answer is given also where it leaves the caller's sight by that.
         */
        post: operations["set_department"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/escalate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Escalate
         * @description Raises the escalation level; the status becomes `escalated` where that is allowed.
         */
        post: operations["escalate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/follow": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Follow
         * @description Has the caller hear of everything that happens to the ticket.
         */
        post: operations["follow"];
        /**
         * Unfollow
         * @description Has the caller hear no more of the ticket than they must.
         */
        delete: operations["unfollow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Messages
         * @description The conversation, oldest first; notes for staff only.
         */
        get: operations["list_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/presence": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Note Presence
         * @description Says that the caller looks at a ticket or writes, for thirty seconds. Staff get who else is there.
         */
        post: operations["note_presence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/priority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Priority
         * @description Sets the priority; the clocks of the ticket get the targets of the new one.
         */
        post: operations["set_priority"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen
         * @description Customers within the reopen window, staff always.
         */
        post: operations["reopen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reply
         * @description Writes to the customer, or with `internal` a note among agents; `status` is what the ticket becomes by it.
         *
         *     A customer's reply to a ticket that was done long ago opens a new one, and that is answered.
         */
        post: operations["reply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/resolve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resolve
         * @description Sets the status `resolved`, from wherever the table lets it; resolved already is no failure.
         */
        post: operations["resolve"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Ticket
         * @description Brings a deleted ticket back as it was.
         */
        post: operations["restore_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set Status
         * @description Moves along the transition table; 409 with `allowed` where it may not.
         */
        post: operations["set_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/tags": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Tags
         * @description Adds tags by name; a new name makes a new tag.
         */
        post: operations["add_tags"];
        /**
         * Remove Tags
         * @description Takes tags off by name; names that are not on the ticket are passed over.
         */
        delete: operations["remove_tags"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Timeline
         * @description Messages and changes together, oldest first.
         */
        get: operations["show_timeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/unassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unassign
         * @description Takes the ticket from whoever has it.
         */
        post: operations["unassign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload File
         * @description Keeps a file for a day, to be attached to a message by its id.
         */
        post: operations["upload_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Webhooks
         * @description All webhooks, the oldest first. Needs webhooks:manage.
         */
        get: operations["list_webhooks"];
        put?: never;
        /**
         * Create Webhook
         * @description Makes a webhook. The answer has the secret, once. Needs webhooks:manage.
         */
        post: operations["create_webhook"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Webhook
         * @description One webhook. Needs webhooks:manage.
         */
        get: operations["get_webhook"];
        put?: never;
        post?: never;
        /**
         * Delete Webhook
         * @description Removes a webhook. Needs webhooks:manage.
         */
        delete: operations["delete_webhook"];
        options?: never;
        head?: never;
        /**
         * Change Webhook
         * @description Changes a webhook; `active: true` ends a pause. Needs webhooks:manage.
         */
        patch: operations["change_webhook"];
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Calls
         * @description What was sent to a webhook, the newest first. Needs webhooks:manage.
         */
        get: operations["list_calls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/webhooks/{webhook_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Test Call
         * @description Calls the webhook with an event `webhook.test`. The delivery says what came of it. Needs webhooks:manage.
         */
        post: operations["send_test_call"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** ActivityOut */
        ActivityOut: {
            /** Actor */
            actor: {
                [key: string]: unknown;
            } | null;
            /** After */
            after: unknown;
            /** Before */
            before: unknown;
            /** Cause */
            cause: unknown;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
        };
        /** AddNote */
        AddNote: {
            /** Body */
            body: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_note";
        };
        /** AddTag */
        AddTag: {
            /** Tag */
            tag: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_tag";
        };
        /** AgentList */
        AgentList: {
            /** Data */
            data: components["schemas"]["AgentOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** AgentOut */
        AgentOut: {
            /** Departments */
            departments: string[];
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * ApiTokenAnswer
         * @description A token without its secret.
         */
        ApiTokenAnswer: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: string[];
        };
        /** Assign */
        Assign: {
            /**
             * Assignee Id
             * Format: uuid
             */
            assignee_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "assign";
        };
        /** AssignIn */
        AssignIn: {
            /**
             * Agent Id
             * @description Understood as assignee_id
             */
            agent_id?: string | null;
            /** Assignee Id */
            assignee_id?: string | null;
        };
        /** AttachmentOut */
        AttachmentOut: {
            /** Content Type */
            content_type: string;
            /** Filename */
            filename: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Inline */
            inline: boolean;
            /** Size */
            size: number;
            /** Url */
            url: string | null;
        };
        /**
         * Attempt
         * @description One try and the words of the other side.
         */
        Attempt: {
            /** Answer */
            answer?: string | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Detail */
            detail: string;
            /** Milliseconds */
            milliseconds?: number | null;
            /** Outcome */
            outcome: string;
            /** Status */
            status?: number | null;
        };
        /** AuditActor */
        AuditActor: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * AuditAnswer
         * @description Who changed what, and how it was before; values are texts.
         */
        AuditAnswer: {
            /** Action */
            action: string;
            actor: components["schemas"]["AuditActor"];
            /** After */
            after: {
                [key: string]: string;
            };
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before: {
                [key: string]: string;
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            object: components["schemas"]["AuditObject"];
            /** Service */
            service: string;
        };
        /** AuditObject */
        AuditObject: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Type */
            type: string;
        };
        /** AuthorOut */
        AuthorOut: {
            /** Id */
            id: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "customer" | "agent" | "system";
            /** Name */
            name: string;
        };
        /** Body_upload_file */
        Body_upload_file: {
            /** File */
            file: string;
        };
        /** CalendarAnswer */
        CalendarAnswer: {
            /** Date Hours */
            date_hours: {
                [key: string]: [
                    string,
                    string
                ][];
            };
            /** Holidays */
            holidays: string[];
            /** Hours */
            hours: {
                [key: string]: [
                    string,
                    string
                ][];
            };
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Open Tickets */
            open_tickets?: number | null;
            /** Timezone */
            timezone: string;
            /** Version */
            version: number;
        };
        /** CalendarBody */
        CalendarBody: {
            /** Date Hours */
            date_hours?: {
                [key: string]: [
                    string,
                    string
                ][];
            } | null;
            /** Holidays */
            holidays?: string[] | null;
            /** Hours */
            hours: {
                [key: string]: [
                    string,
                    string
                ][];
            };
            /** Name */
            name: string;
            /** Timezone */
            timezone: string;
        };
        /** ChangeAnswer */
        ChangeAnswer: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Type */
            type: string;
        };
        /**
         * ChangesMeta
         * @description `reset`: it is not known what was missed, look anew.
         */
        ChangesMeta: {
            /** Next */
            next: string;
            /** Reset */
            reset: boolean;
        };
        /**
         * ClockExplained
         * @description Why a time is due when it is: what was promised, each open stretch that counted, each pause, what remains.
         */
        ClockExplained: {
            /** Breach At */
            breach_at: string | null;
            /** Breached At */
            breached_at: string | null;
            /** Calendar */
            calendar: {
                [key: string]: unknown;
            };
            /** Due At */
            due_at: string | null;
            /** Elapsed Seconds */
            elapsed_seconds: number;
            /** Met At */
            met_at: string | null;
            /** Metric */
            metric: string;
            /** Paused */
            paused: boolean;
            /** Pauses */
            pauses: components["schemas"]["InterruptionAnswer"][];
            policy: components["schemas"]["PolicyOfClock"];
            /** Remaining Seconds */
            remaining_seconds: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** State */
            state: string;
            /** Stretches */
            stretches: components["schemas"]["StretchAnswer"][];
            /** Target Seconds */
            target_seconds: number;
            /** Warnings */
            warnings: components["schemas"]["ThresholdAnswer"][];
        };
        /** ClockOut */
        ClockOut: {
            /** At Risk */
            at_risk: boolean;
            /** Breached At */
            breached_at: string | null;
            /** Due At */
            due_at: string | null;
            /** Met At */
            met_at: string | null;
            /** Metric */
            metric: string;
            /** Paused */
            paused: boolean;
            /** Policy Id */
            policy_id: string;
            /** Policy Name */
            policy_name: string;
            /** Started At */
            started_at?: string | null;
            /** State */
            state: string;
            /** Target Seconds */
            target_seconds: number;
        };
        /** Counts */
        Counts: {
            data: components["schemas"]["CountsOut"];
        };
        /** CountsOut */
        CountsOut: {
            /** All Open */
            all_open: number | string;
            /** Mine Open */
            mine_open: number | string;
            /** Recently Solved */
            recently_solved: number | string;
            /** Sla At Risk */
            sla_at_risk: number | string;
            /** Unassigned */
            unassigned: number | string;
        };
        /** DeliveryAnswer */
        DeliveryAnswer: {
            /** Attempts */
            attempts: components["schemas"]["Attempt"][];
            /**
             * Channel
             * @enum {string}
             */
            channel: "email" | "webhook";
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Detail */
            detail: string;
            /** Event Type */
            event_type: string;
            /** Html */
            html?: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Message Id */
            message_id: string;
            /** Next Try At */
            next_try_at: string | null;
            /** Recipient */
            recipient: string;
            /** Sent At */
            sent_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "queued" | "sending" | "sent" | "failed" | "suppressed" | "uncertain";
            /** Subject */
            subject: string;
            /** Text */
            text?: string | null;
            /** Ticket Id */
            ticket_id: string | null;
            /** Tries */
            tries: number;
        };
        /**
         * DepartmentAnswer
         * @description A department; customers are not told `email` and `member_count`.
         */
        DepartmentAnswer: {
            /** Active */
            active: boolean;
            /** Email */
            email?: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Member Count */
            member_count?: number | null;
            /** Name */
            name: string;
            /** Slug */
            slug: string;
            /** Version */
            version?: number | null;
        };
        /**
         * DepartmentIn
         * @description None takes the ticket out of its department.
         */
        DepartmentIn: {
            /** Department Id */
            department_id: string | null;
        };
        /**
         * DepartmentPatch
         * @description What is to change of a department; what is left out stays.
         */
        DepartmentPatch: {
            /** Active */
            active?: boolean | null;
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Slug */
            slug?: string | null;
        };
        /**
         * Escalate
         * @description Raises the level, and sets the status escalated where the transitions allow it.
         */
        Escalate: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "escalate";
        };
        /** EscalateIn */
        EscalateIn: {
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /** FoundTicket */
        FoundTicket: {
            assignee: components["schemas"]["NamedOut"] | null;
            /** Channel */
            channel: string;
            /** Closed At */
            closed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Custom Fields */
            custom_fields: {
                [key: string]: unknown;
            };
            /** Deleted At */
            deleted_at?: string | null;
            department: components["schemas"]["NamedOut"] | null;
            /** Escalation Level */
            escalation_level?: number | null;
            /** Follower Ids */
            follower_ids?: string[] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Agent Message At */
            last_agent_message_at: string | null;
            /** Last Customer Message At */
            last_customer_message_at: string | null;
            /**
             * Last Message At
             * Format: date-time
             */
            last_message_at: string;
            marks: components["schemas"]["Marks"];
            /** Note Count */
            note_count?: number | null;
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
            /** Reference */
            reference: string;
            /** Reply Count */
            reply_count: number;
            requester: components["schemas"]["PersonOut"];
            /** Resolved At */
            resolved_at: string | null;
            sla?: components["schemas"]["SlaOut"] | null;
            /** Snippet */
            snippet: string;
            /** Snoozed Until */
            snoozed_until: string | null;
            /** Status */
            status: string;
            /** Status Category */
            status_category: string;
            /** Status Label */
            status_label: string;
            /** Subject */
            subject: string;
            /** Tags */
            tags: components["schemas"]["TagOut"][];
            /**
             * Type
             * @enum {string}
             */
            type: "question" | "problem" | "incident" | "task";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /** FoundTickets */
        FoundTickets: {
            /** Data */
            data: components["schemas"]["FoundTicket"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** GuestAnswer */
        GuestAnswer: {
            data: components["schemas"]["ReferenceOut"];
        };
        /** GuestTicket */
        GuestTicket: {
            /** Description */
            description: string;
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Name */
            name: string;
            /** Subject */
            subject: string;
        };
        /** InterruptionAnswer */
        InterruptionAnswer: {
            /** Cause */
            cause: string;
            /** End */
            end: string | null;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        JsonValue: unknown;
        /** LinkOut */
        LinkOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Reference */
            reference: string;
            /** Status */
            status: string;
            /** Subject */
            subject: string;
        };
        /** LinkToken */
        LinkToken: {
            /** Token */
            token: string;
        };
        /** LogIn */
        LogIn: {
            /** Email */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /** MailAnswer */
        MailAnswer: {
            /** Attempts */
            attempts: components["schemas"]["Attempt"][];
            /** Detail */
            detail: string;
            /** From */
            from: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Message Id */
            message_id: string;
            /**
             * Received At
             * Format: date-time
             */
            received_at: string;
            /** Size Bytes */
            size_bytes: number;
            /**
             * State
             * @enum {string}
             */
            state: "received" | "handling" | "handled" | "failed" | "ignored";
            /** Subject */
            subject: string;
            /** Ticket Id */
            ticket_id: string | null;
        };
        /** ManyApiTokens */
        ManyApiTokens: {
            /** Data */
            data: components["schemas"]["ApiTokenAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyAuditEntries */
        ManyAuditEntries: {
            /** Data */
            data: components["schemas"]["AuditAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyCalendars */
        ManyCalendars: {
            /** Data */
            data: components["schemas"]["CalendarAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyChanges */
        ManyChanges: {
            /** Data */
            data: components["schemas"]["ChangeAnswer"][];
            meta: components["schemas"]["ChangesMeta"];
        };
        /** ManyDeliveries */
        ManyDeliveries: {
            /** Data */
            data: components["schemas"]["DeliveryAnswer"][];
            meta: components["schemas"]["NotificationsListMeta"];
        };
        /** ManyDepartments */
        ManyDepartments: {
            /** Data */
            data: components["schemas"]["DepartmentAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyMails */
        ManyMails: {
            /** Data */
            data: components["schemas"]["MailAnswer"][];
            meta: components["schemas"]["NotificationsListMeta"];
        };
        /** ManyPeople */
        ManyPeople: {
            /** Data */
            data: components["schemas"]["PersonAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyPolicies */
        ManyPolicies: {
            /** Data */
            data: components["schemas"]["PolicyAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyRoles */
        ManyRoles: {
            /** Data */
            data: components["schemas"]["RoleAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyRules */
        ManyRules: {
            /** Data */
            data: components["schemas"]["RuleAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyRuns */
        ManyRuns: {
            /** Data */
            data: components["schemas"]["RunAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /** ManyWebhooks */
        ManyWebhooks: {
            /** Data */
            data: components["schemas"]["WebhookAnswer"][];
            /** Meta */
            meta: {
                [key: string]: null;
            };
        };
        /**
         * Marks
         * @description HTML, escaped but for <mark>.
         */
        Marks: {
            /** Subject */
            subject: string;
            /** Text */
            text: string | null;
        };
        /**
         * Me
         * @description Whoever is signed in, and what she may do.
         */
        Me: {
            /** Avatar Url */
            avatar_url: string | null;
            /** Departments */
            departments: components["schemas"]["MyDepartment"][];
            /** Email */
            email: string;
            /** Email Verified */
            email_verified: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Staff */
            is_staff: boolean;
            /** Kind */
            kind: string;
            /** Locale */
            locale: string;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            /** Roles */
            roles: string[];
        };
        /** MessageList */
        MessageList: {
            /** Data */
            data: components["schemas"]["MessageOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** MessageOut */
        MessageOut: {
            /** Attachments */
            attachments: components["schemas"]["AttachmentOut"][];
            author: components["schemas"]["AuthorOut"] | null;
            /** Body Html */
            body_html: string;
            /** Body Text */
            body_text: string;
            /** Channel */
            channel: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "reply" | "note";
            /** Pinned */
            pinned: boolean;
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /** MyDepartment */
        MyDepartment: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /** NamedOut */
        NamedOut: {
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
        };
        /**
         * NewApiToken
         * @description A token to be made for whoever asks.
         */
        NewApiToken: {
            /** Expires At */
            expires_at?: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: string[];
        };
        /**
         * NewApiTokenAnswer
         * @description A token with its secret, which is told this once.
         */
        NewApiTokenAnswer: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Used At */
            last_used_at: string | null;
            /** Name */
            name: string;
            /** Scopes */
            scopes: string[];
            /** Token */
            token: string;
        };
        /**
         * NewDepartment
         * @description A department to be added; without a slug it is made from the name.
         */
        NewDepartment: {
            /**
             * Email
             * @default
             */
            email?: string;
            /** Name */
            name: string;
            /** Slug */
            slug?: string | null;
        };
        /** NewPassword */
        NewPassword: {
            /**
             * Password
             * Format: password
             */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * NewPerson
         * @description Somebody to be added by an administrator.
         */
        NewPerson: {
            /** Departments */
            departments?: string[];
            /** Email */
            email: string;
            /**
             * Locale
             * @default
             */
            locale?: string;
            /** Name */
            name: string;
            /** Password */
            password?: string | null;
            /** Roles */
            roles?: string[];
        };
        /**
         * NewReply
         * @description `internal` and `status` are for agents.
         */
        NewReply: {
            /**
             * Attachments
             * @default []
             */
            attachments?: string[];
            /** Body */
            body: string;
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /**
             * Internal
             * @default false
             */
            internal?: boolean;
            /** Status */
            status?: string | null;
        };
        /**
         * NewRole
         * @description A custom role to be added.
         */
        NewRole: {
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            /** Slug */
            slug: string;
        };
        /** NewTag */
        NewTag: {
            /** Color */
            color?: string | null;
            /** Name */
            name: string;
        };
        /**
         * NewTicket
         * @description `requester` and `requester_id` are for those who may open tickets for others.
         */
        NewTicket: {
            /**
             * Attachments
             * @default []
             */
            attachments?: string[];
            /**
             * Custom Fields
             * @default {}
             */
            custom_fields?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Department Id */
            department_id?: string | null;
            /** Description */
            description: string;
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /** Priority */
            priority?: ("low" | "medium" | "high" | "urgent" | "critical") | null;
            requester?: components["schemas"]["RequesterIn"] | null;
            /** Requester Id */
            requester_id?: string | null;
            /** Subject */
            subject: string;
            /**
             * Tags
             * @default []
             */
            tags?: string[];
            /**
             * Type
             * @default question
             * @enum {string}
             */
            type?: "question" | "problem" | "incident" | "task";
        };
        /** NewWebhook */
        NewWebhook: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /**
             * Events
             * @default [
             *       "*"
             *     ]
             */
            events?: string[];
            /** Url */
            url: string;
        };
        /**
         * Nothing
         * @description An empty object; no body at all will do too.
         */
        Nothing: Record<string, never>;
        /** ListMeta */
        NotificationsListMeta: {
            /** Next Cursor */
            next_cursor: string | null;
        };
        /**
         * Notify
         * @description Tells people by id, or by what they are to the ticket.
         */
        Notify: {
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * Person Ids
             * @default []
             */
            person_ids?: string[];
            /**
             * Roles
             * @default []
             */
            roles?: ("assignee" | "followers" | "department")[];
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "notify";
        };
        /** OneCalendar */
        OneCalendar: {
            data: components["schemas"]["CalendarAnswer"];
        };
        /** OneDelivery */
        OneDelivery: {
            data: components["schemas"]["DeliveryAnswer"];
        };
        /** OneDepartment */
        OneDepartment: {
            data: components["schemas"]["DepartmentAnswer"];
        };
        /** OneMail */
        OneMail: {
            data: components["schemas"]["MailAnswer"];
        };
        /** OneMe */
        OneMe: {
            data: components["schemas"]["Me"];
        };
        /** OneNewApiToken */
        OneNewApiToken: {
            data: components["schemas"]["NewApiTokenAnswer"];
        };
        /** OnePerson */
        OnePerson: {
            data: components["schemas"]["PersonAnswer"];
        };
        /** OnePolicy */
        OnePolicy: {
            data: components["schemas"]["PolicyAnswer"];
        };
        /** OnePresence */
        OnePresence: {
            data: components["schemas"]["PresenceAnswer"];
        };
        /** OnePreview */
        OnePreview: {
            data: components["schemas"]["PreviewResult"];
        };
        /** OneRole */
        OneRole: {
            data: components["schemas"]["RoleAnswer"];
        };
        /** OneRule */
        OneRule: {
            data: components["schemas"]["RuleAnswer"];
        };
        /** OneSignedIn */
        OneSignedIn: {
            data: components["schemas"]["SignedInAnswer"];
        };
        /** OneTag */
        OneTag: {
            data: components["schemas"]["TagOut"];
        };
        /** OneTicket */
        OneTicket: {
            data: components["schemas"]["ShownTicketOut"];
        };
        /** OneTicketClocks */
        OneTicketClocks: {
            data: components["schemas"]["TicketClocks"];
        };
        /** OneUpload */
        OneUpload: {
            data: components["schemas"]["UploadOut"];
        };
        /** OneWebhook */
        OneWebhook: {
            data: components["schemas"]["WebhookAnswer"];
        };
        /**
         * Opening
         * @description When a desk is open: `hours` by weekday (mon … sun), `date_hours` instead of them, `holidays` closed.
         */
        Opening: {
            /** Date Hours */
            date_hours?: {
                [key: string]: [
                    string,
                    string
                ][];
            } | null;
            /** Holidays */
            holidays?: string[] | null;
            /** Hours */
            hours: {
                [key: string]: [
                    string,
                    string
                ][];
            };
            /** Timezone */
            timezone: string;
        };
        /** PasswordChange */
        PasswordChange: {
            /**
             * Current Password
             * Format: password
             */
            current_password: string;
            /**
             * New Password
             * Format: password
             */
            new_password: string;
        };
        /**
         * PersonAnswer
         * @description A person.
         */
        PersonAnswer: {
            /** Active */
            active: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Departments */
            departments: string[];
            /** Email */
            email: string;
            /** Email Verified */
            email_verified: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Kind */
            kind: string;
            /** Locale */
            locale: string;
            /** Name */
            name: string;
            /** Roles */
            roles: string[];
            /** Version */
            version: number;
        };
        /** PersonOut */
        PersonOut: {
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PersonPatch
         * @description What is to change of a person; what is left out stays.
         */
        PersonPatch: {
            /** Active */
            active?: boolean | null;
            /** Departments */
            departments?: string[] | null;
            /** Locale */
            locale?: string | null;
            /** Name */
            name?: string | null;
            /** Roles */
            roles?: string[] | null;
        };
        /** PolicyAnswer */
        PolicyAnswer: {
            /** Active */
            active: boolean;
            /** Calendar Id */
            calendar_id: string | null;
            /** Department Id */
            department_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Default */
            is_default: boolean;
            /** Name */
            name: string;
            /** Open Tickets */
            open_tickets?: number | null;
            /** Position */
            position: number;
            /** Targets */
            targets: {
                [key: string]: components["schemas"]["Targets"];
            };
            /** Version */
            version: number;
            /** Warnings */
            warnings: components["schemas"]["WarningBody"][];
        };
        /** PolicyBody */
        PolicyBody: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /** Calendar Id */
            calendar_id?: string | null;
            /** Department Id */
            department_id?: string | null;
            /**
             * Is Default
             * @default false
             */
            is_default?: boolean;
            /** Name */
            name: string;
            /**
             * Position
             * @default 0
             */
            position?: number;
            /** Targets */
            targets: {
                [key: string]: components["schemas"]["Targets"];
            };
            /**
             * Warnings
             * @default []
             */
            warnings?: components["schemas"]["WarningBody"][];
        };
        /** PolicyOfClock */
        PolicyOfClock: {
            /** Department Id */
            department_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Default */
            is_default: boolean;
            /** Name */
            name: string;
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
            /** Why */
            why: string;
        };
        /** PresenceAnswer */
        PresenceAnswer: {
            /** People */
            people: components["schemas"]["PresentPerson"][];
        };
        /** PresenceBody */
        PresenceBody: {
            /**
             * State
             * @enum {string}
             */
            state: "viewing" | "writing";
        };
        /** PresentPerson */
        PresentPerson: {
            /** Id */
            id: string;
            /** Name */
            name: string;
            /**
             * State
             * @enum {string}
             */
            state: "viewing" | "writing";
        };
        /**
         * Preview
         * @description Either `seconds` of open time, to learn when they are over, or `end`, to learn how many there are.
         */
        Preview: {
            calendar: components["schemas"]["Opening"];
            /** End */
            end?: string | null;
            /**
             * Pauses
             * @default []
             */
            pauses?: [
                string,
                string
            ][];
            /** Seconds */
            seconds?: number | null;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /** PreviewResult */
        PreviewResult: {
            /** Due */
            due?: string | null;
            /** Seconds */
            seconds?: number | null;
        };
        /** PriorityIn */
        PriorityIn: {
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
        };
        /**
         * Problem
         * @description Problem details (RFC 9457)
         */
        Problem: {
            /** @description A slug to decide by */
            code: string;
            detail: string;
            errors?: {
                code: string;
                detail: string;
                /** @description JSON pointer into the body, or a parameter */
                pointer: string;
            }[];
            request_id: string;
            status: number;
            title: string;
            type: string;
        };
        /** ReferenceOut */
        ReferenceOut: {
            /** Reference */
            reference: string;
        };
        /**
         * RefreshBody
         * @description Empty where the refresh token comes in its cookie.
         */
        RefreshBody: {
            /** Refresh Token */
            refresh_token?: string | null;
        };
        /** RequesterIn */
        RequesterIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Name */
            name?: string | null;
        };
        /** ResetRequest */
        ResetRequest: {
            /** Email */
            email: string;
        };
        /**
         * RoleAnswer
         * @description A role; the id of a built-in one is its slug.
         */
        RoleAnswer: {
            /** Built In */
            built_in: boolean;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Permissions */
            permissions: string[];
            /** Slug */
            slug: string;
        };
        /**
         * RolePatch
         * @description What is to change of a role; what is left out stays. The slug stays for good.
         */
        RolePatch: {
            /** Name */
            name?: string | null;
            /** Permissions */
            permissions?: string[] | null;
        };
        /** RuleAnswer */
        RuleAnswer: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /** Active */
            active: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Metrics */
            metrics: string[];
            /** Name */
            name: string;
            /** On */
            on: string;
            /** Position */
            position: number;
            /** Priorities */
            priorities: string[];
            /** Version */
            version: number;
        };
        /**
         * RuleBody
         * @description `on` a breach or a warning; no `metrics` or `priorities` mean any.
         */
        RuleBody: {
            /** Actions */
            actions: (components["schemas"]["SetPriority"] | components["schemas"]["Assign"] | components["schemas"]["Unassign"] | components["schemas"]["SetDepartment"] | components["schemas"]["AddTag"] | components["schemas"]["AddNote"] | components["schemas"]["Notify"] | components["schemas"]["Escalate"])[];
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /** Metrics */
            metrics?: ("first_response" | "resolution")[] | null;
            /** Name */
            name: string;
            /**
             * On
             * @enum {string}
             */
            on: "breach" | "warning";
            /**
             * Position
             * @default 0
             */
            position?: number;
            /** Priorities */
            priorities?: ("low" | "medium" | "high" | "urgent" | "critical")[] | null;
        };
        /**
         * RunAnswer
         * @description One time that a rule was called for: why, what was done or why not, with every try.
         */
        RunAnswer: {
            /** Attempts */
            attempts: {
                [key: string]: unknown;
            }[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Detail */
            detail: string;
            /** Finished At */
            finished_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Matched */
            matched: {
                [key: string]: unknown;
            };
            /** Outcome */
            outcome: {
                [key: string]: unknown;
            }[] | null;
            /**
             * Rule Id
             * Format: uuid
             */
            rule_id: string;
            /** Rule Version */
            rule_version: number;
            /** State */
            state: string;
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /** SetDepartment */
        SetDepartment: {
            /**
             * Department Id
             * Format: uuid
             */
            department_id: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_department";
        };
        /** SetPriority */
        SetPriority: {
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_priority";
        };
        /** ShownTicketOut */
        ShownTicketOut: {
            /** Activity */
            activity?: components["schemas"]["ActivityOut"][] | null;
            /** Allowed Statuses */
            allowed_statuses: string[];
            assignee: components["schemas"]["NamedOut"] | null;
            /** Can */
            can: string[];
            /** Channel */
            channel: string;
            /** Clocks */
            clocks?: components["schemas"]["ClockOut"][] | null;
            /** Closed At */
            closed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Custom Fields */
            custom_fields: {
                [key: string]: unknown;
            };
            /** Deleted At */
            deleted_at?: string | null;
            department: components["schemas"]["NamedOut"] | null;
            /** Escalation Level */
            escalation_level?: number | null;
            /** Follower Ids */
            follower_ids?: string[] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Agent Message At */
            last_agent_message_at: string | null;
            /** Last Customer Message At */
            last_customer_message_at: string | null;
            /**
             * Last Message At
             * Format: date-time
             */
            last_message_at: string;
            /** Links */
            links?: components["schemas"]["LinkOut"][] | null;
            /** Messages */
            messages?: components["schemas"]["MessageOut"][] | null;
            /** Note Count */
            note_count?: number | null;
            /** Participants */
            participants: components["schemas"]["PersonOut"][];
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
            /** Reference */
            reference: string;
            /** Reply Count */
            reply_count: number;
            requester: components["schemas"]["PersonOut"];
            /** Resolved At */
            resolved_at: string | null;
            sla?: components["schemas"]["SlaOut"] | null;
            /** Snippet */
            snippet: string;
            /** Snoozed Until */
            snoozed_until: string | null;
            /** Status */
            status: string;
            /** Status Category */
            status_category: string;
            /** Status Label */
            status_label: string;
            /** Subject */
            subject: string;
            /** Tags */
            tags: components["schemas"]["TagOut"][];
            /**
             * Type
             * @enum {string}
             */
            type: "question" | "problem" | "incident" | "task";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /** SignUpBody */
        SignUpBody: {
            /** Email */
            email: string;
            /** Name */
            name: string;
            /**
             * Password
             * Format: password
             */
            password: string;
        };
        /**
         * SignedInAnswer
         * @description Tokens for programs; browsers get them as cookies too, which pages cannot read.
         */
        SignedInAnswer: {
            /** Access Token */
            access_token: string;
            /** Expires In */
            expires_in: number;
            /** Refresh Token */
            refresh_token: string;
            user: components["schemas"]["Me"];
        };
        /** SlaOut */
        SlaOut: {
            /** Metric */
            metric: string | null;
            /** Next Due At */
            next_due_at: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "none" | "ok" | "paused" | "at_risk" | "breached" | "met";
        };
        /**
         * SsoBody
         * @description A short-lived JWT of the host application.
         */
        SsoBody: {
            /** Token */
            token: string;
        };
        /** StatusAnswer */
        StatusAnswer: {
            /** Category */
            category: string;
            /** Color */
            color: string;
            /** Label */
            label: string;
            /** Order */
            order: number;
            /** Slug */
            slug: string;
            /** Transitions */
            transitions: string[];
        };
        /** StatusIn */
        StatusIn: {
            /** Status */
            status: string;
        };
        /** StatusList */
        StatusList: {
            /** Data */
            data: components["schemas"]["StatusAnswer"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** StretchAnswer */
        StretchAnswer: {
            /**
             * End
             * Format: date-time
             */
            end: string;
            /** Seconds */
            seconds: number;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /** TagEdit */
        TagEdit: {
            /** Color */
            color?: string | null;
            /** Name */
            name?: string | null;
        };
        /** TagList */
        TagList: {
            /** Data */
            data: components["schemas"]["TagOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** TagOut */
        TagOut: {
            /** Color */
            color: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /** TagsIn */
        TagsIn: {
            /** Tags */
            tags: string[];
        };
        /**
         * Targets
         * @description Open time in seconds; null promises nothing.
         */
        Targets: {
            /** First Response */
            first_response?: number | null;
            /** Resolution */
            resolution?: number | null;
        };
        /** ThresholdAnswer */
        ThresholdAnswer: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Passed */
            passed: boolean;
            /** Threshold */
            threshold: string;
        };
        /** TicketClocks */
        TicketClocks: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Clocks */
            clocks: components["schemas"]["ClockExplained"][];
            /** Reference */
            reference: string;
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /** TicketEdit */
        TicketEdit: {
            /** Custom Fields */
            custom_fields?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Subject */
            subject?: string | null;
            /** Type */
            type?: ("question" | "problem" | "incident" | "task") | null;
        };
        /** TicketList */
        TicketList: {
            /** Data */
            data: components["schemas"]["TicketOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * TicketOut
         * @description What customers are not told is absent for them: SLA, followers, notes, escalation.
         */
        TicketOut: {
            assignee: components["schemas"]["NamedOut"] | null;
            /** Channel */
            channel: string;
            /** Closed At */
            closed_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Custom Fields */
            custom_fields: {
                [key: string]: unknown;
            };
            /** Deleted At */
            deleted_at?: string | null;
            department: components["schemas"]["NamedOut"] | null;
            /** Escalation Level */
            escalation_level?: number | null;
            /** Follower Ids */
            follower_ids?: string[] | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Last Agent Message At */
            last_agent_message_at: string | null;
            /** Last Customer Message At */
            last_customer_message_at: string | null;
            /**
             * Last Message At
             * Format: date-time
             */
            last_message_at: string;
            /** Note Count */
            note_count?: number | null;
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
            /** Reference */
            reference: string;
            /** Reply Count */
            reply_count: number;
            requester: components["schemas"]["PersonOut"];
            /** Resolved At */
            resolved_at: string | null;
            sla?: components["schemas"]["SlaOut"] | null;
            /** Snippet */
            snippet: string;
            /** Snoozed Until */
            snoozed_until: string | null;
            /** Status */
            status: string;
            /** Status Category */
            status_category: string;
            /** Status Label */
            status_label: string;
            /** Subject */
            subject: string;
            /** Tags */
            tags: components["schemas"]["TagOut"][];
            /**
             * Type
             * @enum {string}
             */
            type: "question" | "problem" | "incident" | "task";
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /** TicketWithMessage */
        TicketWithMessage: {
            data: components["schemas"]["ShownTicketOut"];
            message: components["schemas"]["MessageOut"];
        };
        /** ListMeta */
        TicketsListMeta: {
            /** Next Cursor */
            next_cursor?: string | null;
            /** Total */
            total?: number | string | null;
        };
        /** Timeline */
        Timeline: {
            /** Data */
            data: components["schemas"]["TimelineEntry"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** TimelineEntry */
        TimelineEntry: {
            activity?: components["schemas"]["ActivityOut"] | null;
            /** At */
            at: string;
            /** Kind */
            kind: string;
            message?: components["schemas"]["MessageOut"] | null;
        };
        /** Unassign */
        Unassign: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "unassign";
        };
        /** UploadOut */
        UploadOut: {
            /** Content Type */
            content_type: string;
            /** Filename */
            filename: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Inline */
            inline: boolean;
            /** Size */
            size: number;
            /** Url */
            url: string | null;
        };
        /**
         * WarningBody
         * @description Warns after a share of the target, or so many seconds of open time before its end.
         */
        WarningBody: {
            /** Before Seconds */
            before_seconds?: number | null;
            /** Percent */
            percent?: number | null;
        };
        /**
         * WebhookAnswer
         * @description `paused` says why nothing is sent at the moment; `secret` is there once, when it was made.
         */
        WebhookAnswer: {
            /** Active */
            active: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Events */
            events: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Paused */
            paused: string | null;
            /** Secret */
            secret?: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Url */
            url: string;
            /** Version */
            version: number;
        };
        /** WebhookPatch */
        WebhookPatch: {
            /** Active */
            active?: boolean | null;
            /** Events */
            events?: string[] | null;
            /** Url */
            url?: string | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    key_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jwk-set+json": {
                        keys: Record<string, never>[];
                    };
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_agents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AgentList"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyApiTokens"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneNewApiToken"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revoke_token: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    download_file: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                attachment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                    "application/octet-stream": unknown;
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_entries: {
        parameters: {
            query?: {
                actor_id?: string | null;
                action?: string | null;
                object_type?: string | null;
                object_id?: string | null;
                service?: string | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyAuditEntries"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_in: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LogIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSignedIn"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    log_out: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneMe"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_password_reset: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResetRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reset_password: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPassword"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RefreshBody"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSignedIn"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_up: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SignUpBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSignedIn"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sign_in_by_host: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SsoBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSignedIn"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verify_address: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSignedIn"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mail_verification: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_calendars: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyCalendars"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_calendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneCalendar"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    preview_calendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preview"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePreview"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneCalendar"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_calendar: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CalendarBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneCalendar"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_calendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_changes: {
        parameters: {
            query?: {
                since?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyChanges"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explain_clocks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicketClocks"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_all_deliveries: {
        parameters: {
            query?: {
                ticket?: string | null;
                state?: ("queued" | "sending" | "sent" | "failed" | "suppressed" | "uncertain") | null;
                channel?: ("email" | "webhook") | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyDeliveries"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_delivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDelivery"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_one_delivery: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                delivery_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDelivery"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_departments: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyDepartments"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_department: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDepartment"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDepartment"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_department: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDepartment"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_department: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                department_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDepartment"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_members: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyPeople"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department_id: string;
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePerson"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department_id: string;
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePerson"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department_id: string;
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_rules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyRules"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneRule"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneRule"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RuleBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneRule"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_rule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_runs: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyRuns"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    open_as_guest: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GuestTicket"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GuestAnswer"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_inbound: {
        parameters: {
            query?: {
                state?: ("received" | "handling" | "handled" | "failed" | "ignored") | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyMails"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_raw_mail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "message/rfc822": unknown;
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retry_inbound: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                mail_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneMail"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_people: {
        parameters: {
            query?: {
                /** @description Words in the name or address */
                q?: string | null;
                /** @description customer includes guests */
                kind?: ("staff" | "customer") | null;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyPeople"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePerson"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_person: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePerson"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePerson"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_roles: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyRoles"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneRole"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_role: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolePatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneRole"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    search: {
        parameters: {
            query: {
                q: string;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundTickets"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyPolicies"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePolicy"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePolicy"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePolicy"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_statuses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StatusList"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    stream: {
        parameters: {
            query?: never;
            header?: {
                "last-event-id"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events until the reader leaves */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": unknown;
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tags: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TagList"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_tag: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTag"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTag"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_tag: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                tag_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTag"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_tickets: {
        parameters: {
            query?: {
                status?: string | null;
                status_category?: string | null;
                priority?: string | null;
                type?: string | null;
                channel?: string | null;
                /** @description An id, or none */
                department?: string | null;
                /** @description me, none or an id */
                assignee?: string | null;
                /** @description me or an id */
                requester?: string | null;
                /** @description me or an id */
                follower?: string | null;
                /** @description Names; a ticket has all of them */
                tag?: string | null;
                sla?: string | null;
                deleted?: ("true" | "false") | null;
                /** @description Words */
                q?: string | null;
                sort?: string | null;
                /** @description Count them too */
                total?: boolean;
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketList"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_ticket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTicket"];
                "multipart/form-data": components["schemas"]["NewTicket"] & {
                    files?: string[];
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    count_tickets: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Counts"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_ticket: {
        parameters: {
            query?: {
                /** @description messages, activity, clocks, links */
                include?: string;
            };
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_ticket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    edit_ticket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TicketEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    assign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AssignIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    close: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_department: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    escalate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["EscalateIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    follow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unfollow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_messages: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageList"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    note_presence: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PresenceBody"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePresence"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_priority: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PriorityIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reopen: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reply: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReply"];
                "multipart/form-data": components["schemas"]["NewReply"] & {
                    files?: string[];
                };
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketWithMessage"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resolve: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restore_ticket: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    set_status: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    add_tags: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    remove_tags: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TagsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    show_timeline: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unassign: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTicket"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upload_file: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": components["schemas"]["Body_upload_file"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneUpload"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_webhooks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyWebhooks"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    create_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewWebhook"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneWebhook"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    get_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneWebhook"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    delete_webhook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    change_webhook: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WebhookPatch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneWebhook"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    list_calls: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: never;
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ManyDeliveries"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    send_test_call: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                webhook_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDelivery"];
                };
            };
            /** @description What went wrong: 400, 401, 403, 404, 409, 412, 413, 415, 422, 429 or 503 */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
