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
    "/api/v1/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Activity
         * @description Who did what to which ticket: by ticket, actor, kind and time.
         */
        get: operations["list_activity"];
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
    "/api/v1/assignment/agents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Assignment Agents
         * @description Who can be assigned tickets, with how many open ones. Counts tell of tickets that agents may not see.
         */
        get: operations["list_assignment_agents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/agents/{agent_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Assignment Agent
         * @description An agent, or oneself (`me`).
         */
        get: operations["show_assignment_agent"];
        /**
         * Set Assignment Agent
         * @description Sets availability, capacity and skills; what is left out gets its default.
         */
        put: operations["set_assignment_agent"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/agents/{agent_id}/availability": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Availability
         * @description Says whether one takes new tickets: of oneself (`me`) every agent, of anybody who manages assignment.
         */
        put: operations["set_availability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/departments/{department_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Department Assignment
         * @description How the department assigns; `none` where it leaves that to people.
         */
        get: operations["show_department_assignment"];
        /**
         * Set Department Assignment
         * @description Sets strategy and skills asked for. Tickets that are there already stay where they are.
         */
        put: operations["set_department_assignment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/assignment/skills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Skills
         * @description Every skill with the tags that ask for it everywhere.
         */
        get: operations["list_skills"];
        /**
         * Set Skills
         * @description Replaces which tags ask for which skills; a skill that is neither named nor used any more is forgotten.
         */
        put: operations["set_skills"];
        post?: never;
        delete?: never;
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
    "/api/v1/automations": {
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
        get: operations["list_automation"];
        put?: never;
        /**
         * Create Rule
         * @description Adds a rule; it runs for what happens from now on. Needs sla:manage.
         */
        post: operations["create_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/count-existing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count For
         * @description For how many tickets the rule would run at once; with `rule_id`, as a change of that rule. sla:manage.
         */
        post: operations["count_automation_existing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Rule
         * @description What a rule would find and do, on one ticket or on many; nothing is changed. Needs sla:manage.
         */
        post: operations["try_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Rules
         * @description Arranges all rules of the kind; the first runs first. Needs sla:manage.
         */
        put: operations["order_automation"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Vocabulary
         * @description The triggers, fields with their operators, and actions with their JSON schemas. Needs sla:read.
         */
        get: operations["show_automation_vocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Rule
         * @description A rule, with its ETag. Needs sla:read.
         */
        get: operations["show_automation"];
        /**
         * Change Rule
         * @description Replaces a rule. Needs sla:manage.
         */
        put: operations["change_automation"];
        post?: never;
        /**
         * Delete Rule
         * @description Removes a rule; its runs stay. Needs sla:manage.
         */
        delete: operations["delete_automation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{rule_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Rule
         * @description Switches a rule on, for what happens from now on, or off. Needs sla:manage.
         */
        post: operations["activate_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{rule_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back
         * @description Brings an earlier version back as a new one, checked by what there is now. Needs sla:manage.
         */
        post: operations["roll_back_automation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{rule_id}/runs": {
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
        get: operations["list_automation_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/automations/{rule_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description What the rule was, the newest version first. Needs sla:read.
         */
        get: operations["list_automation_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-jobs/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Job
         * @description A job of the caller's with its progress.
         */
        get: operations["show_job"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/bulk-jobs/{job_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Bulk Job
         * @description Takes back what a job of the caller's did, within an hour, by a job of its own.
         */
        post: operations["undo_bulk_job"];
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
    "/api/v1/calendars/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Zones
         * @description The IANA time zones that a calendar may be in. Needs sla:read.
         */
        get: operations["list_zones"];
        put?: never;
        post?: never;
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
         * @description Replaces a calendar; open clocks that follow it are recomputed in the background. Needs sla:manage.
         *
         *     `recomputation_id` leads to the progress at /sla-recomputations; null where no clock can move.
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
    "/api/v1/calendars/{calendar_id}/holidays.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Holidays
         * @description The holidays of a calendar as an iCalendar file; importing it gives the same. Needs sla:read.
         */
        get: operations["export_holidays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{calendar_id}/holidays/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Holidays
         * @description Takes the all-day events of an iCalendar file for holidays; yearly ones through ten years. Needs sla:manage.
         *
         *     A file with anything wrong changes nothing; the problem says which event it is (`/event/12`).
         */
        post: operations["import_holidays"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{calendar_id}/holidays/import/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Import
         * @description How many open tickets the import of a file would move; nothing is changed. Needs sla:manage.
         */
        post: operations["preview_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/calendars/{calendar_id}/preview-edit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Calendar Edit
         * @description How many open tickets an edit of the calendar would move, before it is saved. Needs sla:manage.
         *
         *     Exact up to 20,000 open tickets, beyond that a lower bound.
         */
        post: operations["preview_calendar_edit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canned-responses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Canned Responses
         * @description The responses that the caller may use, the most used first; `q` looks into name, category and text.
         */
        get: operations["list_canned_responses"];
        put?: never;
        /**
         * Create Canned Response
         * @description Makes a response; a variable that there is not is refused with its name.
         */
        post: operations["create_canned_response"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/canned-responses/{response_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Canned Response
         * @description One response, with its ETag.
         */
        get: operations["show_canned_response"];
        put?: never;
        post?: never;
        /**
         * Delete Canned Response
         * @description Deletes a response; replies that used it keep theirs.
         */
        delete: operations["delete_canned_response"];
        options?: never;
        head?: never;
        /**
         * Change Canned Response
         * @description Changes a response of one's own, or a shared one with `canned_responses:share`.
         */
        patch: operations["change_canned_response"];
        trace?: never;
    };
    "/api/v1/canned-responses/{response_id}/files/{file_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Canned File
         * @description The bytes of one of its files.
         */
        get: operations["download_canned_file"];
        put?: never;
        post?: never;
        delete?: never;
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
         * @description Why each clock of a ticket, by id or reference, is due when it is. Needs sla:read, and to see the ticket.
         *
         *     Of one that was merged, the clocks of its target, with `merged_from`.
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
    "/api/v1/custom-fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Custom Fields
         * @description Every field in the desk's order; customers are told of the active ones that they may see.
         */
        get: operations["list_custom_fields"];
        put?: never;
        /**
         * Create Custom Field
         * @description Defines a field; its key and type stay.
         */
        post: operations["create_custom_field"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/custom-fields/{field_id}": {
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
         * Delete Custom Field
         * @description Deletes a field without values; 409 with the number of tickets that have one.
         */
        delete: operations["delete_custom_field"];
        options?: never;
        head?: never;
        /**
         * Change Custom Field
         * @description Changes a field; values that tickets have stay as they are.
         */
        patch: operations["change_custom_field"];
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
        get: operations["list_escalation_rule"];
        put?: never;
        /**
         * Create Rule
         * @description Adds a rule; it runs for what happens from now on. Needs sla:manage.
         */
        post: operations["create_escalation_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/count-existing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Count For
         * @description For how many tickets the rule would run at once; with `rule_id`, as a change of that rule. sla:manage.
         */
        post: operations["count_escalation_rule_existing"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Rule
         * @description What a rule would find and do, on one ticket or on many; nothing is changed. Needs sla:manage.
         */
        post: operations["try_escalation_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Rules
         * @description Arranges all rules of the kind; the first runs first. Needs sla:manage.
         */
        put: operations["order_escalation_rule"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Vocabulary
         * @description The triggers, fields with their operators, and actions with their JSON schemas. Needs sla:read.
         */
        get: operations["show_escalation_rule_vocabulary"];
        put?: never;
        post?: never;
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
         * Show Rule
         * @description A rule, with its ETag. Needs sla:read.
         */
        get: operations["show_escalation_rule"];
        /**
         * Change Rule
         * @description Replaces a rule. Needs sla:manage.
         */
        put: operations["change_escalation_rule"];
        post?: never;
        /**
         * Delete Rule
         * @description Removes a rule; its runs stay. Needs sla:manage.
         */
        delete: operations["delete_escalation_rule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/{rule_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Rule
         * @description Switches a rule on, for what happens from now on, or off. Needs sla:manage.
         */
        post: operations["activate_escalation_rule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/{rule_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back
         * @description Brings an earlier version back as a new one, checked by what there is now. Needs sla:manage.
         */
        post: operations["roll_back_escalation_rule"];
        delete?: never;
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
        get: operations["list_escalation_rule_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/escalation-rules/{rule_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description What the rule was, the newest version first. Needs sla:read.
         */
        get: operations["list_escalation_rule_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fields": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Fields
         * @description What conditions, columns, sorts and actions can name. For staff.
         */
        get: operations["list_fields"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate By Link
         * @description Rates by the link that was mailed with the resolution, without signing in.
         */
        post: operations["rate_by_link"];
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
        /**
         * List Guest Tickets
         * @description The tickets of the person whose address was proved, the last changed first.
         */
        get: operations["list_guest_tickets"];
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
    "/api/v1/guest/tickets/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look Up Guest Ticket
         * @description A ticket of theirs by its reference.
         */
        post: operations["look_up_guest_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets/{ticket}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Guest Ticket
         * @description A ticket of theirs by id or reference.
         */
        get: operations["show_guest_ticket"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets/{ticket}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close As Guest
         * @description Closes a ticket of theirs, where customers may.
         */
        post: operations["close_as_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets/{ticket}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Guest Messages
         * @description The conversation, oldest first, without notes. Links to files are good for ten minutes.
         */
        get: operations["list_guest_messages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets/{ticket}/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate As Guest
         * @description Rates how a ticket of theirs was resolved, once per resolution.
         */
        post: operations["rate_as_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets/{ticket}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen As Guest
         * @description Brings a ticket of theirs back, within the reopen window.
         */
        post: operations["reopen_as_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/tickets/{ticket}/replies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reply As Guest
         * @description Writes to the desk; files come along in a form. A ticket done long ago gets a follow-up, which is answered.
         */
        post: operations["reply_as_guest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask For Code
         * @description Mails a code of eight digits, good for ten minutes, to an address that we know. 204 for any address.
         */
        post: operations["ask_for_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/guest/verification/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm Code
         * @description Gives a grant of 24 hours for a code, once. A code may be tried five times.
         */
        post: operations["confirm_code"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holiday-sets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Holiday Sets
         * @description Countries whose public holidays are known, with their parts and languages. Needs sla:read.
         */
        get: operations["list_holiday_sets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/holiday-sets/{country}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Holiday Set
         * @description The public holidays of a country, or of a part of it, by date. Needs sla:read.
         */
        get: operations["get_holiday_set"];
        put?: never;
        post?: never;
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
    "/api/v1/macros": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List All Macros
         * @description The macros that the caller may use, in their order: their own, their departments', everybody's.
         */
        get: operations["list_all_macros"];
        put?: never;
        /**
         * Create Macro
         * @description Makes a macro; to share it with a department or with all needs `macros:share`.
         */
        post: operations["create_macro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/macros/{macro_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Macro
         * @description One macro, with its ETag.
         */
        get: operations["show_macro"];
        put?: never;
        post?: never;
        /**
         * Delete Macro
         * @description Deletes a macro; what it did stays done.
         */
        delete: operations["delete_macro"];
        options?: never;
        head?: never;
        /**
         * Change Macro
         * @description Changes a macro of one's own, or a shared one with `macros:share`.
         */
        patch: operations["change_macro"];
        trace?: never;
    };
    "/api/v1/me/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Me
         * @description The same for oneself, signed in: an API token speaks for its scopes, not for the person.
         */
        post: operations["export_me"];
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
    "/api/v1/people/{person_id}/erasure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase Person
         * @description Erases a person in every service, for good. Needs people:erase and all that the person may do oneself.
         *
         *     Here it is done with the answer; the others follow, each with a report of its own.
         */
        post: operations["erase_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person_id}/exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Export Person
         * @description Gathers all that the suite holds of a person into one file. Needs people:erase.
         */
        post: operations["export_person"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person_id}/privacy-requests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Privacy Requests
         * @description What was asked about a person, newest first: of oneself, or of anybody with people:erase.
         */
        get: operations["list_privacy_requests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person_id}/privacy-requests/{request_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Privacy Request
         * @description How far it is, with what each service found, erased and kept, and why.
         */
        get: operations["get_privacy_request"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person_id}/privacy-requests/{request_id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download Export
         * @description The file of an export, for whoever may ask for it, or by the link that the request shows.
         */
        get: operations["download_export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/people/{person_id}/privacy-requests/{request_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry Privacy Request
         * @description Has the services that failed for a day tried again. Needs people:erase.
         */
        post: operations["retry_privacy_request"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/sla": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Report Compliance
         * @description How promises were kept, by metric, policy, priority, department or agent. Needs reports:read and sla:read.
         *
         *     Of the tickets that the caller may hear of; of all with tickets:view_all. Clocks count for whom and what their
         *     ticket was when they ended.
         */
        get: operations["report_compliance"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/reports/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Report
         * @description volume, first_response, resolution, backlog, reopen_rate, csat or summary, of tickets that the caller sees.
         */
        get: operations["read_report"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
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
         * @description Tickets by words and tokens: `status:open assignee:me "exact words" -without or`. See docs/search.md.
         *
         *     The best first; of very many matches the newest are ranked. Tokens alone list, what changed last first. `hints`
         *     name what looked like a token and is none.
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
    "/api/v1/settings/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Settings
         * @description Each setting with its value, its default and where the value comes from.
         */
        get: operations["show_identity_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Settings
         * @description Stores values, all or none; every process obeys within ten seconds.
         */
        patch: operations["change_identity_settings"];
        trace?: never;
    };
    "/api/v1/settings/notifications": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Settings
         * @description Each setting with its value, its default and where the value comes from.
         */
        get: operations["show_notifications_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Settings
         * @description Stores values, all or none; every process obeys within ten seconds.
         */
        patch: operations["change_notifications_settings"];
        trace?: never;
    };
    "/api/v1/settings/sla": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Settings
         * @description Each setting with its value, its default and where the value comes from.
         */
        get: operations["show_sla_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Settings
         * @description Stores values, all or none; every process obeys within ten seconds.
         */
        patch: operations["change_sla_settings"];
        trace?: never;
    };
    "/api/v1/settings/tickets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Settings
         * @description Each setting with its value, its default and where the value comes from.
         */
        get: operations["show_tickets_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Settings
         * @description Stores values, all or none; every process obeys within ten seconds.
         */
        patch: operations["change_tickets_settings"];
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
         * @description Adds a policy; open clocks that it applies to follow it, in the background. Needs sla:manage.
         */
        post: operations["create_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Policies
         * @description Arranges all policies; the default is tried last wherever it stands. Needs sla:manage.
         */
        put: operations["order_policies"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Policy
         * @description How many open tickets an edit would move, before it is saved; nothing is changed. Needs sla:manage.
         *
         *     Exact up to 20,000 open tickets, beyond that a lower bound.
         */
        post: operations["preview_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Policy Vocabulary
         * @description The fields that conditions of policies may name, with their operators and options. Needs sla:read.
         */
        get: operations["show_policy_vocabulary"];
        put?: never;
        post?: never;
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
         * @description A policy, with its ETag. Needs sla:read.
         */
        get: operations["get_policy"];
        /**
         * Change Policy
         * @description Replaces a policy; open clocks follow in the background, met and breached ones stay. Needs sla:manage.
         */
        put: operations["change_policy"];
        post?: never;
        /**
         * Delete Policy
         * @description Removes a policy that no rule gives to tickets; open clocks fall to the next that applies. Needs sla:manage.
         */
        delete: operations["delete_policy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/{policy_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back Policy
         * @description Brings an earlier version back, checked against what there is now, as a new one. Needs sla:manage.
         *
         *     The calendar is the one it followed, as that is today. Position, default and activity stay.
         */
        post: operations["roll_back_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/{policy_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Policy Versions
         * @description What the policy was, the newest version first; a calendar's edit makes one too. Needs sla:read.
         */
        get: operations["list_policy_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-policies/{policy_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy Version
         * @description One version of a policy; also of one that is gone. Needs sla:read.
         */
        get: operations["get_policy_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-recomputations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Recomputations
         * @description What edits left to be computed again, the newest first. Needs sla:read.
         */
        get: operations["list_recomputations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sla-recomputations/{recomputation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Recomputation
         * @description One of them, with its progress. Needs sla:read.
         */
        get: operations["get_recomputation"];
        put?: never;
        post?: never;
        delete?: never;
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
        /**
         * Create Status
         * @description Adds a status of the desk's own; other processes know it within half a minute.
         */
        post: operations["create_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statuses/{slug}": {
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
         * Delete Status
         * @description Deletes a status of the desk's own; 409 with `count` where tickets are in it and `replace_with` is not given.
         */
        delete: operations["delete_status"];
        options?: never;
        head?: never;
        /**
         * Change Status
         * @description Renames, recolours or reorders a status, or makes it the default of its category.
         */
        patch: operations["change_status"];
        trace?: never;
    };
    "/api/v1/statuses/{slug}/transitions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Set Transitions
         * @description Has exactly these statuses follow it. Rules, macros, mail and the API obey the same table.
         */
        put: operations["set_transitions"];
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
    "/api/v1/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tickets About
         * @description Tickets about a thing that the caller may see, what changed last first.
         */
        get: operations["tickets_about"];
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
         * @description Every tag by name, at most a thousand; `q` narrows them to those whose name has it in it.
         *
         *     For staff: names of tags may tell of other customers.
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
         * @description What the caller sees, a page at a time. Sorts: updated_at, created_at, priority, sla_due; - for descending;
         *     up to three of them, separated by commas.
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
    "/api/v1/tickets/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Many
         * @description Does one action to up to 1,000 tickets: answers a job at once, which tells its progress and each outcome.
         */
        post: operations["change_many"];
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
    "/api/v1/tickets/export.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Tickets
         * @description What the list shows, as CSV: all pages. A table that breaks off ends without HTTP's end: the download fails.
         */
        get: operations["export_tickets"];
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
    "/api/v1/tickets/{ticket}/canned-responses/{response_id}/render": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Render Canned Response
         * @description The text for this ticket, and copies of the files as uploads of the caller's, to be sent with a reply.
         */
        post: operations["render_canned_response"];
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
         *
         *     Of a problem, `open_incidents` are left; with `with_incidents` those are resolved that the caller may resolve.
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
    "/api/v1/tickets/{ticket}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Draft
         * @description What the caller has begun to write on the ticket; 404 where that is nothing.
         */
        get: operations["show_draft"];
        /**
         * Keep A Draft
         * @description Keeps what the caller has written so far: the last write wins, and its version counts the writes.
         *
         *     Nobody is told, and nothing of the ticket changes. It is kept for thirty days, its files with it.
         */
        put: operations["keep_a_draft"];
        post?: never;
        /**
         * Throw Draft Away
         * @description Throws the caller's draft away; where there is none, nothing is.
         */
        delete: operations["throw_draft_away"];
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
    "/api/v1/tickets/{ticket}/followers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add Follower
         * @description Has somebody of the staff follow. Who cannot see the ticket needs somebody who may share it.
         */
        post: operations["add_follower"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/followers/{follower_id}": {
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
         * Remove Follower
         * @description Has somebody follow no more.
         */
        delete: operations["remove_follower"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Links
         * @description Linked tickets that the caller sees too, for customers follow-ups; `kind`: what the other one is to this one.
         */
        get: operations["list_links"];
        put?: never;
        /**
         * Add Link
         * @description Links two tickets; both say so. Answers the first one with its links.
         */
        post: operations["add_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/links/{other}": {
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
         * Remove Link
         * @description Takes a link off both tickets.
         */
        delete: operations["remove_link"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/macro": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply Macro
         * @description Does all of a macro's actions or none; a refusal says which action it is about, counted from 0.
         */
        post: operations["apply_macro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Merge Ticket
         * @description Merges this ticket into another one, which is answered; id, reference and mail of this one lead there.
         */
        post: operations["merge_ticket"];
        delete?: never;
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
         * @description The conversation, oldest first; notes for staff only, and with `pinned` only those at the top.
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
    "/api/v1/tickets/{ticket}/messages/{message_id}": {
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
         * Delete Note
         * @description Takes away one's own note within ten minutes, with its files and its words in the search.
         */
        delete: operations["delete_note"];
        options?: never;
        head?: never;
        /**
         * Edit Note
         * @description Mends one's own note within ten minutes. What it said before is kept nowhere; that it was mended is.
         */
        patch: operations["edit_note"];
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/messages/{message_id}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pin Note
         * @description Has a note stand at the top, for everybody who works on the ticket; ten of a ticket at most.
         */
        post: operations["pin_note"];
        /**
         * Unpin Note
         * @description Has a note stand at the top no longer; one that does not is no failure.
         */
        delete: operations["unpin_note"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/outgoing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Outgoing
         * @description Replies that wait for their time, and those that could not be sent; the next first. For staff.
         */
        get: operations["list_outgoing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/outgoing/{outgoing_id}": {
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
         * Take Reply Back
         * @description Undoes the sending while it waits; the answer is its text, to write on in. 409 once it is out.
         */
        delete: operations["take_reply_back"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Participants
         * @description People in Cc; for staff also those whom mails suggest.
         */
        get: operations["list_participants"];
        put?: never;
        /**
         * Add Participant
         * @description Puts somebody into Cc, by id or by address: they read the public conversation and reply to it.
         */
        post: operations["add_participant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/participants/{participant_id}": {
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
         * Remove Participant
         * @description Takes somebody out of Cc, or turns a suggestion down.
         */
        delete: operations["remove_participant"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/participants/{participant_id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve Participant
         * @description Makes a participant of somebody whom a mail had in Cc.
         */
        post: operations["approve_participant"];
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
         * @description Says that the caller looks at a ticket or writes, for thirty seconds. Its staff get who else is there.
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
    "/api/v1/tickets/{ticket}/rate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rate Ticket
         * @description Rates how one's ticket was resolved: once per resolution, by the requester alone, while it is done.
         */
        post: operations["rate_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/ratings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Ratings
         * @description Every rating that the ticket got, oldest first; for staff.
         */
        get: operations["list_ratings"];
        put?: never;
        post?: never;
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
         *     A customer's reply to a ticket that was done long ago opens a new one, and that is answered. With `send_after` the
         *     reply waits, and 202 answers it as `outgoing`.
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
         *
         *     Of a problem, `open_incidents` are left; with `with_incidents` those are resolved too that the caller may resolve.
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
    "/api/v1/tickets/{ticket}/side-conversations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Side Conversations
         * @description All of the ticket, the oldest first, without their lines.
         */
        get: operations["list_side_conversations"];
        put?: never;
        /**
         * Begin Side Conversation
         * @description Talks beside the ticket: with colleagues, who follow the ticket from then on, or by mail with a third party.
         */
        post: operations["begin_side_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/side-conversations/{conversation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Side Conversation
         * @description One with all of its lines, the oldest first.
         */
        get: operations["show_side_conversation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/side-conversations/{conversation_id}/close": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Close Side Conversation
         * @description Nothing more is written in it; an answer by mail opens it again.
         */
        post: operations["close_side_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/side-conversations/{conversation_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write In Side Conversation
         * @description Adds a line; one by mail goes out to all of its recipients.
         */
        post: operations["write_in_side_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/side-conversations/{conversation_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reopen Side Conversation
         * @description Has a closed one go on; one that is open is no failure.
         */
        post: operations["reopen_side_conversation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Snooze Ticket
         * @description Lets the ticket sleep until then; its status stays, its clocks run on. A customer's answer wakes it.
         */
        post: operations["snooze_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/split": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Split Ticket
         * @description Makes a new ticket of some messages, which is answered. Its first message is the first public one of them.
         */
        post: operations["split_ticket"];
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
         * @description Moves along the transition table; 409 with `allowed` where it may not. Of a problem that is done by it,
         *     `open_incidents` are left.
         */
        post: operations["set_status"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/subjects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Subjects
         * @description What the ticket is about; for everybody who sees it.
         */
        get: operations["list_subjects"];
        put?: never;
        /**
         * Add Subject
         * @description Names a thing that the ticket is about; the same thing again gets a new title and link.
         */
        post: operations["add_subject"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/subjects/{subject_id}": {
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
         * Remove Subject
         * @description The ticket is no longer about this.
         */
        delete: operations["remove_subject"];
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
    "/api/v1/tickets/{ticket}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Undo Change
         * @description Takes back the caller's last change of status, priority, assignment, tags, department, snooze, or the last
         *     delete or merge, within ten minutes; 409 with `changed` where somebody changed the same since.
         */
        post: operations["undo_change"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/unmerge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unmerge Ticket
         * @description Brings a merged ticket back within 24 hours; what was written since stays with the other one.
         */
        post: operations["unmerge_ticket"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/tickets/{ticket}/unsnooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unsnooze Ticket
         * @description Wakes the ticket now.
         */
        post: operations["unsnooze_ticket"];
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
         * @description Keeps a file for a day, to be attached by its id to what one may write: a message, a note or a new ticket.
         */
        post: operations["upload_file"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description The caller's own views and those shared with them, in their order.
         */
        get: operations["list_views"];
        put?: never;
        /**
         * Create View
         * @description Saves a view; sharing it with a department or all needs `views:share`.
         */
        post: operations["create_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/counts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count View Tickets
         * @description How many tickets each view has for the caller, in one statement; exact to 1,000, then "1000+".
         */
        get: operations["count_view_tickets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{view}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show View
         * @description A view by id or slug.
         */
        get: operations["show_view"];
        put?: never;
        post?: never;
        /**
         * Delete View
         * @description Deletes a view; those that come with the desk stay.
         */
        delete: operations["delete_view"];
        options?: never;
        head?: never;
        /**
         * Change View
         * @description Changes what is given. Of the views that come with the desk: name, columns, sort and position.
         */
        patch: operations["change_view"];
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
    "/api/v1/workflows": {
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
        get: operations["list_workflow"];
        put?: never;
        /**
         * Create Rule
         * @description Adds a rule; it runs for what happens from now on. Needs sla:manage.
         */
        post: operations["create_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/dry-run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try Rule
         * @description What a rule would find and do, on one ticket or on many; nothing is changed. Needs sla:manage.
         */
        post: operations["try_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Order Rules
         * @description Arranges all rules of the kind; the first runs first. Needs sla:manage.
         */
        put: operations["order_workflow"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/vocabulary": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Vocabulary
         * @description The triggers, fields with their operators, and actions with their JSON schemas. Needs sla:read.
         */
        get: operations["show_workflow_vocabulary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show Rule
         * @description A rule, with its ETag. Needs sla:read.
         */
        get: operations["show_workflow"];
        /**
         * Change Rule
         * @description Replaces a rule. Needs sla:manage.
         */
        put: operations["change_workflow"];
        post?: never;
        /**
         * Delete Rule
         * @description Removes a rule; its runs stay. Needs sla:manage.
         */
        delete: operations["delete_workflow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{rule_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Activate Rule
         * @description Switches a rule on, for what happens from now on, or off. Needs sla:manage.
         */
        post: operations["activate_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{rule_id}/rollback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Roll Back
         * @description Brings an earlier version back as a new one, checked by what there is now. Needs sla:manage.
         */
        post: operations["roll_back_workflow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{rule_id}/runs": {
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
        get: operations["list_workflow_runs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workflows/{rule_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description What the rule was, the newest version first. Needs sla:read.
         */
        get: operations["list_workflow_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/support/agent/tickets/bulk/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Bulk
         * @description One action on up to 1,000 tickets, as POST /api/v1/tickets/bulk.
         */
        post: operations["post_bulk"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/support/agent/tickets/{ticket}/follow/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Follow
         * @description Has the caller follow the ticket, or follow it no longer.
         */
        post: operations["post_follow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/support/agent/tickets/{ticket}/macro/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Macro
         * @description Applies a macro, as POST /api/v1/tickets/{ticket}/macro.
         */
        post: operations["post_macro"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/support/agent/tickets/{ticket}/pin/{message_id}/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Pin
         * @description Has a note stand at the top, or stand there no longer.
         */
        post: operations["post_pin"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/support/agent/tickets/{ticket}/presence/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Presence
         * @description The same for the product's pages: a form or JSON, `viewing` where nothing is said.
         */
        post: operations["post_presence"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/support/tickets/{ticket}/rate/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Post Rating
         * @description Rates how one's ticket was resolved, as POST /api/v1/tickets/{ticket}/rate.
         */
        post: operations["post_rating"];
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
        /**
         * ActionOut
         * @description `parameters`: a JSON schema of the whole action.
         */
        ActionOut: {
            /** Label */
            label: string;
            /** Parameters */
            parameters: {
                [key: string]: unknown;
            };
            /** Type */
            type: string;
        };
        /**
         * Activation
         * @description `apply_to_existing`: as for `RuleBody`.
         */
        Activation: {
            /** Active */
            active: boolean;
            /** Apply To Existing */
            apply_to_existing?: number | null;
        };
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
        /** AddFollower */
        AddFollower: {
            /** Person Id */
            person_id: string | "me";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_follower";
        };
        /**
         * AddNote
         * @description `body` may have the variables of canned responses.
         */
        AddNote: {
            /** Body */
            body: string;
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_note";
        };
        /**
         * AddTag
         * @description By name: a name that is new makes a new tag, except in macros.
         */
        AddTag: {
            /** Tag */
            tag?: string | null;
            /**
             * Tag Ids
             * @description What a macro keeps: tags that must be there, whatever they are called by now
             */
            tag_ids?: string[] | null;
            /** Tags */
            tags?: string[] | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "add_tag";
        };
        /**
         * AgentAssignmentIn
         * @description `capacity`: how many open tickets at most; null is no limit.
         */
        AgentAssignmentIn: {
            /**
             * Available
             * @default true
             */
            available?: boolean;
            /** Available Until */
            available_until?: string | null;
            /** Capacity */
            capacity?: number | null;
            /**
             * Skills
             * @default []
             */
            skills?: components["schemas"]["HeldSkill"][];
        };
        /** AgentAssignmentList */
        AgentAssignmentList: {
            /** Data */
            data: components["schemas"]["AgentAssignmentOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * AgentAssignmentOut
         * @description `open` counts tickets of all departments that are not done, snoozed ones too.
         */
        AgentAssignmentOut: {
            /** Available */
            available: boolean;
            /** Available Until */
            available_until: string | null;
            /** Capacity */
            capacity: number | null;
            /** Departments */
            departments: string[];
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Open */
            open: number;
            /** Skills */
            skills: components["schemas"]["HeldSkillOut"][];
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
        /** ApplyMacro */
        ApplyMacro: {
            /**
             * Macro Id
             * Format: uuid
             */
            macro_id: string;
        };
        /**
         * AskedSkill
         * @description A skill that a department asks for: always, or of tickets that have the tag.
         */
        AskedSkill: {
            /** Skill */
            skill: string;
            /** Tag */
            tag?: string | null;
        };
        /** AskedSkillOut */
        AskedSkillOut: {
            /** Skill */
            skill: string;
            /** Tag */
            tag: string | null;
        };
        /**
         * Assign
         * @description `me` is whoever applies it; for a rule that is nobody.
         */
        Assign: {
            /** Assignee Id */
            assignee_id: string | "me";
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
        /**
         * AssignRoundRobin
         * @description Gives a ticket that nobody has to whose turn it is in its department.
         */
        AssignRoundRobin: {
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "assign_round_robin";
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
        /**
         * AvailabilityIn
         * @description `available_until`: from then on not available any more.
         */
        AvailabilityIn: {
            /** Available */
            available: boolean;
            /** Available Until */
            available_until?: string | null;
        };
        /** Body_upload_file */
        Body_upload_file: {
            /** File */
            file: string;
        };
        /**
         * BulkIn
         * @description Which tickets: `ids`, or those of a `view` or of `filters` now.
         */
        BulkIn: {
            /**
             * Action
             * @description An action of macros in its flat shape, or delete, restore, unsnooze, merge with `into`, or macro with `macro_id`
             */
            action: {
                [key: string]: unknown;
            };
            /** @description As the parameters of GET /tickets */
            filters?: components["schemas"]["TicketFilters"] | null;
            /** Ids */
            ids?: string[] | null;
            /**
             * View
             * @description Id or slug of a saved view
             */
            view?: string | null;
        };
        /**
         * BulkPost
         * @description `action` is one of the product's words, `value` what it takes: a person, a status, a priority, names of tags.
         */
        BulkPost: {
            /** Action */
            action: string;
            /**
             * Csrfmiddlewaretoken
             * @description Passed over
             */
            csrfmiddlewaretoken?: string | null;
            /** Ticket Ids */
            ticket_ids: string[];
            /** Value */
            value?: string | string[] | null;
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
            /** Holiday Names */
            holiday_names: {
                [key: string]: string;
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
            /** Recomputation Id */
            recomputation_id?: string | null;
            /** Timezone */
            timezone: string;
            /** Version */
            version: number;
        };
        /**
         * CalendarBody
         * @description `holiday_names` may tell what a holiday is called, by its date.
         */
        CalendarBody: {
            /** Date Hours */
            date_hours?: {
                [key: string]: [
                    string,
                    string
                ][];
            } | null;
            /**
             * Holiday Names
             * @default {}
             */
            holiday_names?: {
                [key: string]: string;
            };
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
        /**
         * CallWebhook
         * @description Calls one webhook of the desk's, whatever it hears of otherwise; `webhooks:manage` is what it takes.
         */
        CallWebhook: {
            /**
             * Message
             * @default
             */
            message?: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "call_webhook";
            /**
             * Webhook Id
             * Format: uuid
             */
            webhook_id: string;
        };
        /** CannedFileOut */
        CannedFileOut: {
            /** Content Type */
            content_type: string;
            /** Filename */
            filename: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Size */
            size: number;
            /** Url */
            url: string;
        };
        /**
         * CannedResponseEdit
         * @description What is left out stays; `attachments` are all files that it has from now on, old ones and uploads, by id.
         */
        CannedResponseEdit: {
            /** Attachments */
            attachments?: string[] | null;
            /** Body */
            body?: string | null;
            /** Category */
            category?: string | null;
            /** Department Id */
            department_id?: string | null;
            /** Name */
            name?: string | null;
            /** Shared */
            shared?: ("own" | "department" | "all") | null;
        };
        /** CannedResponseList */
        CannedResponseList: {
            /** Data */
            data: components["schemas"]["CannedResponseOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** CannedResponseOut */
        CannedResponseOut: {
            /** Attachments */
            attachments: components["schemas"]["CannedFileOut"][];
            /** Body */
            body: string;
            /** Category */
            category: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Department Id */
            department_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Owner Id
             * Format: uuid
             */
            owner_id: string;
            /** Shared */
            shared: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Usage Count */
            usage_count: number;
            /** Version */
            version: number;
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
            /** At Risk */
            at_risk: boolean;
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
            /** Ended At */
            ended_at: string | null;
            /** Late Seconds */
            late_seconds: number;
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
            /** Round */
            round: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** State */
            state: string;
            /** Stretches */
            stretches: components["schemas"]["StretchAnswer"][];
            /** Stretches Left Out */
            stretches_left_out: number;
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
            /**
             * Ended At
             * @description Met or cancelled then; a breached clock runs on
             */
            ended_at: string | null;
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
            /**
             * Round
             * @description Counts the times that the same was promised anew
             */
            round: number;
            /** Started At */
            started_at: string | null;
            /** State */
            state: string;
            /** Target Seconds */
            target_seconds: number;
        };
        /** CodeIn */
        CodeIn: {
            /** Code */
            code: string;
            /**
             * Email
             * Format: email
             */
            email: string;
        };
        /** ColumnOut */
        ColumnOut: {
            /** Label */
            label: string;
            /** Name */
            name: string;
        };
        /**
         * Compliance
         * @description Figures of the clocks that ended in the period: met in time, or breached and met or given up later.
         *
         *     `compliance`: the share that was met; null where none ended. Seconds are open time. `late_…`: beyond the target, of
         *     the breached ones. `…_of_target`: the elapsed time as a multiple of the target. `overdue`: breached and open now,
         *     whenever that began.
         */
        Compliance: {
            /** Breached */
            breached: number;
            /** Compliance */
            compliance: number | null;
            /** Elapsed P50 Of Target */
            elapsed_p50_of_target: number | null;
            /** Elapsed P50 Seconds */
            elapsed_p50_seconds: number | null;
            /** Elapsed P90 Of Target */
            elapsed_p90_of_target: number | null;
            /** Elapsed P90 Seconds */
            elapsed_p90_seconds: number | null;
            /** Ended */
            ended: number;
            /** Key */
            key: string | null;
            /** Label */
            label: string;
            /** Late Max Seconds */
            late_max_seconds: number | null;
            /** Late P50 Seconds */
            late_p50_seconds: number | null;
            /** Met */
            met: number;
            /** Overdue */
            overdue: number;
        };
        /** ComplianceOut */
        ComplianceOut: {
            /** By */
            by: string;
            /** Columns */
            columns: string[];
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** Report */
            report: string;
            /** Rows */
            rows: components["schemas"]["Compliance"][];
            /**
             * To
             * Format: date-time
             */
            to: string;
            total: components["schemas"]["Compliance"];
            /** Zone */
            zone: string;
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
        /** DepartmentAssignmentIn */
        DepartmentAssignmentIn: {
            /**
             * Skills
             * @default []
             */
            skills?: components["schemas"]["AskedSkill"][];
            /**
             * Strategy
             * @enum {string}
             */
            strategy: "none" | "round_robin" | "least_open" | "skill";
        };
        /** DepartmentAssignmentOut */
        DepartmentAssignmentOut: {
            /**
             * Department Id
             * Format: uuid
             */
            department_id: string;
            /** Skills */
            skills: components["schemas"]["AskedSkillOut"][];
            /**
             * Strategy
             * @enum {string}
             */
            strategy: "none" | "round_robin" | "least_open" | "skill";
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
        /** DeskActivity */
        DeskActivity: {
            /** Data */
            data: components["schemas"]["DeskActivityOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** DeskActivityOut */
        DeskActivityOut: {
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
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /**
         * DoneTicket
         * @description A ticket that was resolved or closed; staff learn how many of its incidents are still open.
         */
        DoneTicket: {
            data: components["schemas"]["ShownTicketOut"];
            /** Incidents */
            incidents?: components["schemas"]["IncidentOut"][] | null;
            /** Open Incidents */
            open_incidents?: number | null;
        };
        /**
         * DraftIn
         * @description As it stands in the editor; it may be empty, and spaces at its ends are kept.
         */
        DraftIn: {
            /**
             * Attachments
             * @default []
             */
            attachments?: string[];
            /**
             * Body
             * @default
             */
            body?: string;
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /**
             * Kind
             * @default reply
             * @enum {string}
             */
            kind?: "reply" | "note";
        };
        /** DraftOut */
        DraftOut: {
            /** Attachments */
            attachments: components["schemas"]["AttachmentOut"][];
            /** Body */
            body: string;
            /**
             * Format
             * @enum {string}
             */
            format: "markdown" | "html";
            /**
             * Kind
             * @enum {string}
             */
            kind: "reply" | "note";
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * EarlierClock
         * @description A round that another one followed; `elapsed_seconds` is the open time until it ended.
         */
        EarlierClock: {
            /** Breached At */
            breached_at: string | null;
            /** Due At */
            due_at: string | null;
            /** Elapsed Seconds */
            elapsed_seconds: number | null;
            /** Ended At */
            ended_at: string | null;
            /** Met At */
            met_at: string | null;
            /** Metric */
            metric: string;
            /** Round */
            round: number;
            /**
             * Started At
             * Format: date-time
             */
            started_at: string;
            /** State */
            state: string;
            /** Target Seconds */
            target_seconds: number;
        };
        /**
         * EditPreview
         * @description What is thought of: `policy` as it would be saved, in the place of the one of `policy_id`.
         *
         *     Without `policy_id` it would be added; without `policy` the one of `policy_id` would be deleted. `order` alone:
         *     every policy, as they would be arranged.
         */
        EditPreview: {
            /** Order */
            order?: string[] | null;
            policy?: components["schemas"]["PolicyBody"] | null;
            /** Policy Id */
            policy_id?: string | null;
        };
        /**
         * ElapsedOut
         * @description Hours are counted from the instant in the field `of`; `ahead`: until it.
         */
        ElapsedOut: {
            /** Ahead */
            ahead: boolean;
            /** Of */
            of: string;
        };
        /** EndIn */
        EndIn: {
            /**
             * With Incidents
             * @description Of a problem: resolve its open incidents too
             * @default false
             */
            with_incidents?: boolean;
        };
        /**
         * ErasureIn
         * @description `confirm` repeats the address; `open_assignments` says that open work is unassigned.
         */
        ErasureIn: {
            /** Confirm */
            confirm: string;
            /**
             * Open Assignments
             * @default false
             */
            open_assignments?: boolean;
        };
        /**
         * Escalate
         * @description Raises the level; the status becomes `escalated` where that is allowed.
         */
        Escalate: {
            /**
             * Reason
             * @default
             */
            reason?: string;
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
        /**
         * Existing
         * @description Tickets for which the rule would run at once.
         *
         *     Not `exact` where there are more than the newest 20,000, which were looked at: it would run for these alone.
         */
        Existing: {
            /** Count */
            count: number;
            /** Exact */
            exact: boolean;
            /** Looked At */
            looked_at: number;
        };
        /**
         * FieldEdit
         * @description Key and type stay as they are: values were kept under them.
         */
        FieldEdit: {
            /** Active */
            active?: boolean | null;
            /** Department Ids */
            department_ids?: string[] | null;
            /** Editable By Customers */
            editable_by_customers?: boolean | null;
            /** Label */
            label?: string | null;
            /** Options */
            options?: components["schemas"]["Option"][] | null;
            /** Position */
            position?: number | null;
            /** Required At */
            required_at?: string[] | null;
            /** Ticket Types */
            ticket_types?: ("question" | "problem" | "incident" | "task")[] | null;
            /** Visible To Customers */
            visible_to_customers?: boolean | null;
        };
        /** FieldList */
        FieldList: {
            /** Data */
            data: components["schemas"]["escalated_tickets__custom_fields__schemas__FieldOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** FindingOut */
        FindingOut: {
            /** Erased */
            erased: number;
            /** Found */
            found: number;
            /** Kept */
            kept: number;
            /** What */
            what: string;
            /** Why */
            why: string;
        };
        /** FollowerIn */
        FollowerIn: {
            /**
             * Person Id
             * Format: uuid
             */
            person_id: string;
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
            /** Merged Into Id */
            merged_into_id?: string | null;
            /** Note Count */
            note_count?: number | null;
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
            /**
             * Rating
             * @description Of the present resolution, 1 to 5; for staff
             */
            rating?: number | null;
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
            snoozed_until?: string | null;
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
            /** Hints */
            hints: components["schemas"]["HintOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** GrantAnswer */
        GrantAnswer: {
            data: components["schemas"]["GrantOut"];
        };
        /** GrantOut */
        GrantOut: {
            /** Email */
            email: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Grant */
            grant: string;
            /** Name */
            name: string;
        };
        /** GuestAnswer */
        GuestAnswer: {
            data: components["schemas"]["ReferenceOut"];
        };
        /**
         * GuestReply
         * @description `attachments` are uploads; a guest has none of their own and sends files along in a form.
         */
        GuestReply: {
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
        };
        /** GuestTicket */
        GuestTicket: {
            /**
             * Channel
             * @default web
             * @enum {string}
             */
            channel?: "web" | "widget";
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
        /** HeldSkill */
        HeldSkill: {
            /** Name */
            name: string;
            /** Proficiency */
            proficiency: number;
        };
        /** HeldSkillOut */
        HeldSkillOut: {
            /** Name */
            name: string;
            /** Proficiency */
            proficiency: number;
        };
        /**
         * HintOut
         * @description What looked like a token and was searched as words.
         */
        HintOut: {
            /** Detail */
            detail: string;
            /** Token */
            token: string;
        };
        /** HolidayAnswer */
        HolidayAnswer: {
            /**
             * Date
             * Format: date
             */
            date: string;
            /** Name */
            name: string;
        };
        /**
         * HolidaySetAnswer
         * @description `subdivisions` by code, with a name where one is known; `languages` of the names, its own one first.
         */
        HolidaySetAnswer: {
            /** Country */
            country: string;
            /** Languages */
            languages: string[];
            /** Name */
            name: string;
            /** Subdivisions */
            subdivisions: {
                [key: string]: string;
            };
        };
        /** HolidaysAnswer */
        HolidaysAnswer: {
            /** Country */
            country: string;
            /** Holidays */
            holidays: components["schemas"]["HolidayAnswer"][];
            /** Language */
            language: string | null;
            /** Subdivision */
            subdivision: string | null;
            /** Years */
            years: number[];
        };
        /**
         * ImpactAnswer
         * @description What an edit would do to open tickets; where not `exact`, each number is a lower bound.
         *
         *     `moved`: tickets with a clock whose target, due time or warnings would be others, that would begin or go away.
         *     `overdue`: those of them that would be breached at once.
         */
        ImpactAnswer: {
            /** Exact */
            exact: boolean;
            /** Looked At */
            looked_at: number;
            /** Moved */
            moved: number;
            /** Open Tickets */
            open_tickets: number;
            /** Overdue */
            overdue: number;
        };
        /** IncidentOut */
        IncidentOut: {
            /** Code */
            code: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "done" | "refused";
            /** Reference */
            reference: string;
        };
        /** InterruptionAnswer */
        InterruptionAnswer: {
            /** Cause */
            cause: string;
            /** End */
            end: string | null;
            /** Seconds */
            seconds: number;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /**
         * InvitedRating
         * @description `grant` is what stands behind `#grant=` in the mailed link.
         */
        InvitedRating: {
            /**
             * Comment
             * @default
             */
            comment?: string;
            /** Grant */
            grant: string;
            /** Score */
            score: number;
        };
        /** ItemOut */
        ItemOut: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /**
             * Outcome
             * @enum {string}
             */
            outcome: "done" | "unchanged" | "refused";
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /** JobOut */
        JobOut: {
            /** Action */
            action: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Done */
            done: number;
            /** Finished At */
            finished_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Outcomes */
            outcomes: components["schemas"]["ItemOut"][];
            /** Refused */
            refused: number;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "finished";
            /** Total */
            total: number;
            /** Unchanged */
            unchanged: number;
            /** Undo Of */
            undo_of: string | null;
            /** Undone By */
            undone_by: string | null;
            /** Waiting */
            waiting: number;
        };
        JsonValue: unknown;
        /** LinkIn */
        LinkIn: {
            /**
             * Kind
             * @description What the other ticket is to this one
             * @enum {string}
             */
            kind: "related" | "duplicate" | "follow_up" | "parent" | "child" | "problem" | "incident";
            /**
             * Ticket
             * @description Id or reference of the other ticket
             */
            ticket: string;
        };
        /** LinkList */
        LinkList: {
            /** Data */
            data: components["schemas"]["LinkOut"][];
        };
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
        /** LookupIn */
        LookupIn: {
            /** Reference */
            reference: string;
        };
        /** MacroApplied */
        MacroApplied: {
            data: components["schemas"]["ShownTicketOut"];
            message?: components["schemas"]["MessageOut"] | null;
            /** Outcomes */
            outcomes: components["schemas"]["OutcomeOut"][];
        };
        /**
         * MacroEdit
         * @description What is left out stays as it is.
         */
        MacroEdit: {
            /** Actions */
            actions?: (components["schemas"]["SetStatus"] | components["schemas"]["SetPriority"] | components["schemas"]["SetType"] | components["schemas"]["Assign"] | components["schemas"]["Unassign"] | components["schemas"]["AssignRoundRobin"] | components["schemas"]["SetDepartment"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["AddNote"] | components["schemas"]["Reply"] | components["schemas"]["AddFollower"] | components["schemas"]["Escalate"] | components["schemas"]["Notify"] | components["schemas"]["CallWebhook"] | components["schemas"]["SnoozeAction"] | components["schemas"]["SetCustomField"])[] | null;
            /** Department Id */
            department_id?: string | null;
            /** Description */
            description?: string | null;
            /** Name */
            name?: string | null;
            /** Position */
            position?: number | null;
            /** Shared */
            shared?: ("own" | "department" | "all") | null;
        };
        /** MacroList */
        MacroList: {
            /** Data */
            data: components["schemas"]["MacroOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * MacroOut
         * @description `actions` name tags both by id, which is what counts, and as they are called now.
         */
        MacroOut: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Department Id */
            department_id: string | null;
            /** Description */
            description: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Owner Id
             * Format: uuid
             */
            owner_id: string;
            /** Position */
            position: number;
            /** Shared */
            shared: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Usage Count */
            usage_count: number;
            /** Version */
            version: number;
        };
        /** MacroPost */
        MacroPost: {
            /**
             * Csrfmiddlewaretoken
             * @description Passed over
             */
            csrfmiddlewaretoken?: string | null;
            /**
             * Macro Id
             * Format: uuid
             */
            macro_id: string;
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
        /** ManyHolidaySets */
        ManyHolidaySets: {
            /** Data */
            data: components["schemas"]["HolidaySetAnswer"][];
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
        /** ManyPrivacyRequests */
        ManyPrivacyRequests: {
            /** Data */
            data: components["schemas"]["PrivacyRequestOut"][];
            meta: components["schemas"]["PrivacyListMeta"];
        };
        /** ManyRecomputations */
        ManyRecomputations: {
            /** Data */
            data: components["schemas"]["RecomputationAnswer"][];
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
         * ManyZones
         * @description IANA names that a calendar may have.
         */
        ManyZones: {
            /** Data */
            data: string[];
        };
        /**
         * MappedSkill
         * @description A skill, and the tags that ask for it in every department.
         */
        MappedSkill: {
            /** Name */
            name: string;
            /**
             * Tags
             * @default []
             */
            tags?: string[];
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
        /** MergeIn */
        MergeIn: {
            /**
             * Into
             * @description Id or reference of the ticket that stays
             */
            into: string;
        };
        /**
         * MergedTicket
         * @description The ticket that stays; `warnings` say what somebody may not have meant.
         */
        MergedTicket: {
            data: components["schemas"]["ShownTicketOut"];
            /** Warnings */
            warnings: components["schemas"]["WarningOut"][];
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
            /** Edited At */
            edited_at?: string | null;
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
         * NewCannedResponse
         * @description `body` is Markdown with variables; `attachments` are uploads of the caller's, which it keeps.
         */
        NewCannedResponse: {
            /**
             * Attachments
             * @default []
             */
            attachments?: string[];
            /** Body */
            body: string;
            /**
             * Category
             * @default
             */
            category?: string;
            /** Department Id */
            department_id?: string | null;
            /** Name */
            name: string;
            /**
             * Shared
             * @default own
             * @enum {string}
             */
            shared?: "own" | "department" | "all";
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
        /**
         * NewField
         * @description Empty lists of departments and types: a field of every ticket.
         */
        NewField: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /**
             * Department Ids
             * @default []
             */
            department_ids?: string[];
            /**
             * Editable By Customers
             * @default false
             */
            editable_by_customers?: boolean;
            /** Key */
            key: string;
            /** Label */
            label: string;
            /**
             * Options
             * @default []
             */
            options?: components["schemas"]["Option"][];
            /**
             * Position
             * @default 0
             */
            position?: number;
            /**
             * Required At
             * @default []
             */
            required_at?: string[];
            /**
             * Ticket Types
             * @default []
             */
            ticket_types?: ("question" | "problem" | "incident" | "task")[];
            /**
             * Type
             * @enum {string}
             */
            type: "text" | "textarea" | "number" | "date" | "checkbox" | "select" | "multiselect";
            /**
             * Visible To Customers
             * @default false
             */
            visible_to_customers?: boolean;
        };
        /** NewMacro */
        NewMacro: {
            /** Actions */
            actions: (components["schemas"]["SetStatus"] | components["schemas"]["SetPriority"] | components["schemas"]["SetType"] | components["schemas"]["Assign"] | components["schemas"]["Unassign"] | components["schemas"]["AssignRoundRobin"] | components["schemas"]["SetDepartment"] | components["schemas"]["AddTag"] | components["schemas"]["RemoveTag"] | components["schemas"]["AddNote"] | components["schemas"]["Reply"] | components["schemas"]["AddFollower"] | components["schemas"]["Escalate"] | components["schemas"]["Notify"] | components["schemas"]["CallWebhook"] | components["schemas"]["SnoozeAction"] | components["schemas"]["SetCustomField"])[];
            /** Department Id */
            department_id?: string | null;
            /**
             * Description
             * @default
             */
            description?: string;
            /** Name */
            name: string;
            /**
             * Position
             * @default 0
             */
            position?: number;
            /**
             * Shared
             * @default own
             * @enum {string}
             */
            shared?: "own" | "department" | "all";
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
         * @description `internal`, `status`, `send_after` and `mentions` are for agents.
         *
         *     `send_after` is a number of seconds, for the second thought, or a time at most thirty days away. `mentions` are the
         *     ids of those whom a note calls; who stands in its text as @Full Name or @address is called too.
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
            /**
             * Mentions
             * @default []
             */
            mentions?: string[];
            /** Send After */
            send_after?: number | string | null;
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
        /**
         * NewSideConversation
         * @description `participants` are colleagues of an internal one, `recipients` those whom one by mail goes to.
         */
        NewSideConversation: {
            /**
             * Attachments
             * @default []
             */
            attachments?: string[];
            /** Body */
            body: string;
            /**
             * Channel
             * @enum {string}
             */
            channel: "internal" | "email";
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /**
             * Participants
             * @default []
             */
            participants?: string[];
            /**
             * Recipients
             * @default []
             */
            recipients?: components["schemas"]["RecipientIn"][];
            /** Subject */
            subject: string;
        };
        /**
         * NewSideMessage
         * @description `attachments` are uploads of one's own; where it goes out by mail, they go along with it.
         */
        NewSideMessage: {
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
        };
        /**
         * NewStatus
         * @description `transitions` are the statuses that may follow it, `reachable_from` those that it may follow.
         */
        NewStatus: {
            /**
             * Category
             * @enum {string}
             */
            category: "new" | "open" | "pending" | "on_hold" | "solved" | "closed";
            /**
             * Color
             * @default #6b7280
             */
            color?: string;
            /**
             * Default
             * @description What effects and commands use for the category
             * @default false
             */
            default?: boolean;
            /** Label */
            label: string;
            /**
             * Order
             * @default 100
             */
            order?: number;
            /**
             * Reachable From
             * @default []
             */
            reachable_from?: string[];
            /**
             * Slug
             * @description Made of the label where it is left out; it never changes
             */
            slug?: string | null;
            /**
             * Transitions
             * @default []
             */
            transitions?: string[];
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
             * Channel
             * @description By what way it came, where not by this one: anybody says web or widget, staff any
             */
            channel?: ("web" | "api" | "email" | "widget" | "phone" | "import") | null;
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
             * Subjects
             * @default []
             */
            subjects?: components["schemas"]["SubjectIn"][];
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
        /**
         * NewView
         * @description `conditions`: docs/conditions.md. `department_id` belongs to `sharing: department`.
         */
        NewView: {
            /**
             * Columns
             * @default [
             *       "reference",
             *       "subject",
             *       "requester",
             *       "status",
             *       "priority",
             *       "assignee",
             *       "department",
             *       "updated_at"
             *     ]
             */
            columns?: string[];
            /** Conditions */
            conditions: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Department Id */
            department_id?: string | null;
            /** Name */
            name: string;
            /**
             * Position
             * @default 0
             */
            position?: number;
            /**
             * Sharing
             * @default personal
             * @enum {string}
             */
            sharing?: "personal" | "department" | "all";
            /**
             * Sort
             * @default -updated_at
             */
            sort?: string;
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
         * NoteEdit
         * @description What a note says from now on.
         */
        NoteEdit: {
            /** Body */
            body: string;
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /**
             * Mentions
             * @default []
             */
            mentions?: string[];
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
         * @description Tells people by id, or by what they are to the ticket: by mail, and webhooks that hear of it.
         *
         *     `channels`: by these alone. The channel `webhook` by itself needs nobody.
         */
        Notify: {
            /**
             * Channels
             * @default []
             */
            channels?: ("email" | "webhook")[];
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
        /** OneAgentAssignment */
        OneAgentAssignment: {
            data: components["schemas"]["AgentAssignmentOut"];
        };
        /** OneCalendar */
        OneCalendar: {
            data: components["schemas"]["CalendarAnswer"];
        };
        /** OneCannedResponse */
        OneCannedResponse: {
            data: components["schemas"]["CannedResponseOut"];
        };
        /** OneCompliance */
        OneCompliance: {
            data: components["schemas"]["ComplianceOut"];
        };
        /** OneDelivery */
        OneDelivery: {
            data: components["schemas"]["DeliveryAnswer"];
        };
        /** OneDepartment */
        OneDepartment: {
            data: components["schemas"]["DepartmentAnswer"];
        };
        /** OneDepartmentAssignment */
        OneDepartmentAssignment: {
            data: components["schemas"]["DepartmentAssignmentOut"];
        };
        /** OneDraft */
        OneDraft: {
            data: components["schemas"]["DraftOut"];
        };
        /** OneExisting */
        OneExisting: {
            data: components["schemas"]["Existing"];
        };
        /** OneField */
        OneField: {
            data: components["schemas"]["escalated_tickets__custom_fields__schemas__FieldOut"];
        };
        /** OneHolidaySet */
        OneHolidaySet: {
            data: components["schemas"]["HolidaysAnswer"];
        };
        /** OneImpact */
        OneImpact: {
            data: components["schemas"]["ImpactAnswer"];
        };
        /** OneJob */
        OneJob: {
            data: components["schemas"]["JobOut"];
        };
        /** OneMacro */
        OneMacro: {
            data: components["schemas"]["MacroOut"];
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
        /** OneOutgoing */
        OneOutgoing: {
            data: components["schemas"]["OutgoingOut"];
        };
        /** OnePerson */
        OnePerson: {
            data: components["schemas"]["PersonAnswer"];
        };
        /** OnePolicy */
        OnePolicy: {
            data: components["schemas"]["PolicyAnswer"];
        };
        /** OnePolicyVocabulary */
        OnePolicyVocabulary: {
            data: components["schemas"]["PolicyVocabulary"];
        };
        /** OnePresence */
        OnePresence: {
            data: components["schemas"]["PresenceAnswer"];
        };
        /** OnePreview */
        OnePreview: {
            data: components["schemas"]["PreviewResult"];
        };
        /** OnePrivacyRequest */
        OnePrivacyRequest: {
            data: components["schemas"]["PrivacyRequestOut"];
        };
        /** OneRecomputation */
        OneRecomputation: {
            data: components["schemas"]["RecomputationAnswer"];
        };
        /** OneRendered */
        OneRendered: {
            data: components["schemas"]["RenderedOut"];
        };
        /** OneReport */
        OneReport: {
            data: components["schemas"]["ReportOut"];
        };
        /** OneRole */
        OneRole: {
            data: components["schemas"]["RoleAnswer"];
        };
        /** OneRule */
        OneRule: {
            data: components["schemas"]["RuleAnswer"];
        };
        /** OneSideConversation */
        OneSideConversation: {
            data: components["schemas"]["SideConversationOut"];
        };
        /** OneSignedIn */
        OneSignedIn: {
            data: components["schemas"]["SignedInAnswer"];
        };
        /** OneStatus */
        OneStatus: {
            data: components["schemas"]["StatusAnswer"];
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
        /** OneTrying */
        OneTrying: {
            data: components["schemas"]["Trying"];
        };
        /** OneUpload */
        OneUpload: {
            data: components["schemas"]["UploadOut"];
        };
        /** OneVersion */
        OneVersion: {
            data: components["schemas"]["escalated_sla__policies__schemas__VersionAnswer"];
        };
        /** OneView */
        OneView: {
            data: components["schemas"]["ViewOut"];
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
        /** Option */
        Option: {
            /** Label */
            label: string;
            /** Value */
            value: string;
        };
        /** OptionOut */
        OptionOut: {
            /** Label */
            label: string;
            /** Value */
            value: string;
        };
        /** OutcomeOut */
        OutcomeOut: {
            /** Detail */
            detail: string;
            /** Outcome */
            outcome: string;
            /** Type */
            type: string;
        };
        /** OutgoingList */
        OutgoingList: {
            /** Data */
            data: components["schemas"]["OutgoingOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * OutgoingOut
         * @description `body` and `format` are as they were written: whoever takes it back writes on in them.
         */
        OutgoingOut: {
            /** Attachments */
            attachments: components["schemas"]["AttachmentOut"][];
            author: components["schemas"]["NamedOut"];
            /** Body */
            body: string;
            /** Body Html */
            body_html: string;
            /** Body Text */
            body_text: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Failure */
            failure: string;
            /** Format */
            format: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Send At
             * Format: date-time
             */
            send_at: string;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "failed" | "taken_back";
            /** Status */
            status: string | null;
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /** PartOut */
        PartOut: {
            /** Detail */
            detail: string;
            /** Findings */
            findings: components["schemas"]["FindingOut"][];
            /** Service */
            service: string;
            /** State */
            state: string;
            /** Tries */
            tries: number;
        };
        /**
         * ParticipantIn
         * @description Somebody by id, or by address.
         */
        ParticipantIn: {
            /** Email */
            email?: string | null;
            /** Name */
            name?: string | null;
            /** Person Id */
            person_id?: string | null;
        };
        /** ParticipantList */
        ParticipantList: {
            /** Data */
            data: components["schemas"]["ParticipantOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * ParticipantOut
         * @description `suggested` ones were in Cc of a mail and wait for an agent; only staff are told of them.
         */
        ParticipantOut: {
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * State
             * @enum {string}
             */
            state: "participant" | "suggested";
            /** Suggested At */
            suggested_at?: string | null;
            /** Suggested By Id */
            suggested_by_id?: string | null;
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
        /**
         * PolicyAnswer
         * @description `recomputation_id` leads to the progress of what an edit left to do, at /sla-recomputations.
         */
        PolicyAnswer: {
            /** Active */
            active: boolean;
            /** Calendar Id */
            calendar_id: string | null;
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
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
            /** Position */
            position: number;
            /** Recomputation Id */
            recomputation_id?: string | null;
            /** Targets */
            targets: {
                [key: string]: components["schemas"]["Targets"];
            };
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
            /** Warnings */
            warnings: components["schemas"]["WarningBody"][];
        };
        /**
         * PolicyBody
         * @description A policy. The first in order whose department and conditions hold applies; the default comes after all.
         */
        PolicyBody: {
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /**
             * Calendar Id
             * @description null counts every second
             */
            calendar_id?: string | null;
            /**
             * Conditions
             * @description A group: {"all": […]}, {"any": […]} or {"none": […]} of groups and conditions
             * @default {
             *       "all": []
             *     }
             */
            conditions?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /**
             * Department Id
             * @description Of this department's tickets only
             */
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
             * @description null: behind the others, or where it stands
             */
            position?: number | null;
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
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Conditions In Words */
            conditions_in_words: string;
            /** Department Id */
            department_id: string | null;
            /** Given By Rule */
            given_by_rule: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Default */
            is_default: boolean;
            /** Name */
            name: string;
            /** Position */
            position: number;
            /**
             * Version Id
             * Format: uuid
             */
            version_id: string;
            /** Why */
            why: string;
        };
        /**
         * PolicyVocabulary
         * @description What the conditions of policies may name.
         */
        PolicyVocabulary: {
            /** Fields */
            fields: {
                [key: string]: unknown;
            }[];
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
        /**
         * PresencePost
         * @description What the product's pages send: nothing, or which of the two it is.
         */
        PresencePost: {
            /**
             * Csrfmiddlewaretoken
             * @description Passed over
             */
            csrfmiddlewaretoken?: string | null;
            /**
             * State
             * @default viewing
             * @enum {string}
             */
            state?: "viewing" | "writing";
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
         * Press
         * @description A button alone.
         */
        Press: {
            /**
             * Csrfmiddlewaretoken
             * @description Passed over
             */
            csrfmiddlewaretoken?: string | null;
        };
        /**
         * Preview
         * @description Either `seconds` of open time, to learn when they are over, or `end`, to learn how many there are.
         *
         *     A pause whose end is null still runs.
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
                string | null
            ][];
            /** Seconds */
            seconds?: number | null;
            /**
             * Start
             * Format: date-time
             */
            start: string;
        };
        /**
         * PreviewResult
         * @description `due`: when the target is reached; null where a pause still runs then.
         *
         *     `breach_at`: from when on it is exceeded; null where it never is.
         *
         *     `stretches` are the first 500 open times that count; `more_stretches` says that there are others.
         */
        PreviewResult: {
            /** Breach At */
            breach_at?: string | null;
            /** Due */
            due?: string | null;
            /** More Stretches */
            more_stretches: boolean;
            /** Seconds */
            seconds?: number | null;
            /** Stretches */
            stretches: components["schemas"]["Span"][];
        };
        /** PriorityIn */
        PriorityIn: {
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
        };
        /** PrivacyListMeta */
        PrivacyListMeta: {
            /** Next Cursor */
            next_cursor: string | null;
        };
        /** PrivacyRequestOut */
        PrivacyRequestOut: {
            /**
             * Asked By Id
             * Format: uuid
             */
            asked_by_id: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Download Url */
            download_url: string | null;
            /**
             * Expires At
             * @description Of an export: its file is kept until then
             */
            expires_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @description export or erasure
             */
            kind: string;
            /** Notes */
            notes: string[];
            /**
             * Person Id
             * Format: uuid
             */
            person_id: string;
            /** Services */
            services: components["schemas"]["PartOut"][];
            /**
             * State
             * @description running, done, failed or expired
             */
            state: string;
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
        /** ProblemOut */
        ProblemOut: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Pointer */
            pointer: string;
        };
        /** RatingIn */
        RatingIn: {
            /**
             * Comment
             * @default
             */
            comment?: string;
            /** Score */
            score: number;
        };
        /** RatingList */
        RatingList: {
            /** Data */
            data: components["schemas"]["RatingOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** RatingOut */
        RatingOut: {
            /** Assignee Id */
            assignee_id: string | null;
            /** Comment */
            comment: string;
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
            /** Person */
            person: {
                [key: string]: string;
            };
            /**
             * Resolved At
             * Format: date-time
             */
            resolved_at: string;
            /** Score */
            score: number;
        };
        /**
         * RatingPost
         * @description `rating` is the product's word for `score`.
         */
        RatingPost: {
            /**
             * Comment
             * @default
             */
            comment?: string;
            /**
             * Csrfmiddlewaretoken
             * @description Passed over
             */
            csrfmiddlewaretoken?: string | null;
            /** Rating */
            rating?: number | null;
            /** Score */
            score?: number | null;
        };
        /** RecipientIn */
        RecipientIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
            /** Name */
            name?: string | null;
        };
        /**
         * RecomputationAnswer
         * @description How far the clocks of open tickets are put under what was edited: `done` of `total` tickets.
         */
        RecomputationAnswer: {
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Done */
            done: number;
            /** Finished At */
            finished_at: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Object Id */
            object_id: string | null;
            /** Object Name */
            object_name: string;
            /** Reason */
            reason: string;
            /**
             * State
             * @enum {string}
             */
            state: "running" | "done" | "superseded";
            /** Total */
            total: number;
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
        /** RemoveTag */
        RemoveTag: {
            /** Tag */
            tag?: string | null;
            /**
             * Tag Ids
             * @description What a macro keeps: tags that must be there, whatever they are called by now
             */
            tag_ids?: string[] | null;
            /** Tags */
            tags?: string[] | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "remove_tag";
        };
        /**
         * Render
         * @description With `preview`, no file is copied and the use is not counted.
         */
        Render: {
            /**
             * Preview
             * @default false
             */
            preview?: boolean;
        };
        /**
         * RenderedOut
         * @description `attachments` are uploads of the caller's own: their ids go with the reply.
         */
        RenderedOut: {
            /** Attachments */
            attachments: components["schemas"]["AttachmentOut"][];
            /** Body */
            body: string;
            /** Format */
            format: string;
        };
        /**
         * Reply
         * @description Writes to the customer; a person's reply counts as their answer, a rule's is automatic.
         *
         *     `body` may have the variables of canned responses.
         */
        Reply: {
            /** Body */
            body: string;
            /**
             * Format
             * @default markdown
             * @enum {string}
             */
            format?: "markdown" | "html";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "reply";
        };
        /**
         * ReportOut
         * @description `complete`: whether tickets older than the reports themselves have been counted.
         */
        ReportOut: {
            /** Columns */
            columns: string[];
            /** Complete */
            complete: boolean;
            /**
             * From
             * Format: date-time
             */
            from: string;
            /** Group */
            group: string;
            /** Report */
            report: string;
            /** Rows */
            rows: {
                [key: string]: string | number | null;
            }[];
            /**
             * To
             * Format: date-time
             */
            to: string;
            /** Zone */
            zone: string;
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
        /**
         * RuleAnswer
         * @description `loops`: how often it was cut because it would have gone round in circles, and when last.
         */
        RuleAnswer: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /** Active */
            active: boolean;
            /**
             * Active Since
             * Format: date-time
             */
            active_since: string;
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
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
            kind: "workflow" | "automation" | "escalation";
            /** Last Loop At */
            last_loop_at: string | null;
            /** Loops */
            loops: number;
            /** Name */
            name: string;
            /** Position */
            position: number;
            /** Triggers */
            triggers: string[];
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * RuleBody
         * @description A rule. Without `triggers` it is about time alone.
         *
         *     `apply_to_existing`: it runs for thresholds that have passed too, for as many tickets as `count-existing` told.
         */
        RuleBody: {
            /**
             * Actions
             * @description Flat: {"type": "set_priority", "priority": "high"}
             */
            actions: {
                [key: string]: components["schemas"]["JsonValue"];
            }[];
            /**
             * Active
             * @default true
             */
            active?: boolean;
            /** Apply To Existing */
            apply_to_existing?: number | null;
            /**
             * Conditions
             * @description A group: {"all": […]}, {"any": […]} or {"none": […]} of groups and conditions
             * @default {
             *       "all": []
             *     }
             */
            conditions?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            /** Name */
            name: string;
            /**
             * Position
             * @description null: behind the others, or where it stands
             */
            position?: number | null;
            /**
             * Triggers
             * @default []
             */
            triggers?: string[];
        };
        /**
         * RunAnswer
         * @description One time that a rule was called for: why, what was done or why not, with every try.
         *
         *     `part`: what comes after a delay is a run of its own.
         */
        RunAnswer: {
            /** Attempts */
            attempts: {
                [key: string]: unknown;
            }[];
            cause: components["schemas"]["RunCause"];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Detail */
            detail: string;
            /** Due At */
            due_at: string | null;
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
            /** Part */
            part: number;
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
            /** Took Ms */
            took_ms: number | null;
        };
        /**
         * RunCause
         * @description What led to a run: the event at the root of it all, and the rules on the way, the last one at the end.
         */
        RunCause: {
            /** Chain */
            chain: string[];
            /** Depth */
            depth: number;
            /** Root Event Id */
            root_event_id: string;
        };
        /**
         * SetCustomField
         * @description None takes the value out.
         */
        SetCustomField: {
            /** Field */
            field: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_custom_field";
            value?: components["schemas"]["JsonValue"];
        };
        /**
         * SetDepartment
         * @description None takes the ticket out of its department.
         */
        SetDepartment: {
            /** Department Id */
            department_id?: string | null;
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
        /**
         * SetStatus
         * @description Moves along the transition table.
         */
        SetStatus: {
            /** Status */
            status: string;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_status";
        };
        /** SetType */
        SetType: {
            /**
             * Ticket Type
             * @enum {string}
             */
            ticket_type: "question" | "problem" | "incident" | "task";
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "set_type";
        };
        /**
         * SettingOut
         * @description `source` is stored, environment, file or default.
         */
        SettingOut: {
            /** Default */
            default: unknown;
            /** Description */
            description: string;
            /** Name */
            name: string;
            /** Source */
            source: string;
            /** Value */
            value: unknown;
        };
        /**
         * SettingsIn
         * @description Names of settings with their new values; null goes back to what is configured.
         */
        SettingsIn: {
            [key: string]: components["schemas"]["JsonValue"];
        };
        /** SettingsOut */
        SettingsOut: {
            /** Data */
            data: components["schemas"]["SettingOut"][];
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
            /**
             * Merged From
             * @description The merged ticket that was asked for; this is its target
             */
            merged_from?: string | null;
            /** Merged Into Id */
            merged_into_id?: string | null;
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
            /**
             * Rating
             * @description Of the present resolution, 1 to 5; for staff
             */
            rating?: number | null;
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
            snoozed_until?: string | null;
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
        /** SideAuthorOut */
        SideAuthorOut: {
            /** Email */
            email: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "agent" | "third_party";
            /** Name */
            name: string;
        };
        /** SideConversationList */
        SideConversationList: {
            /** Data */
            data: components["schemas"]["SideConversationOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * SideConversationOut
         * @description `people` are its participants or its recipients, by `channel`.
         */
        SideConversationOut: {
            author: components["schemas"]["SidePersonOut"];
            /**
             * Channel
             * @enum {string}
             */
            channel: "internal" | "email";
            /** Closed At */
            closed_at: string | null;
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
             * Last Message At
             * Format: date-time
             */
            last_message_at: string;
            /** Message Count */
            message_count: number;
            /** Messages */
            messages?: components["schemas"]["SideMessageOut"][] | null;
            /** People */
            people: components["schemas"]["SidePersonOut"][];
            /**
             * State
             * @enum {string}
             */
            state: "open" | "closed";
            /** Subject */
            subject: string;
            /**
             * Ticket Id
             * Format: uuid
             */
            ticket_id: string;
        };
        /** SideMessageOut */
        SideMessageOut: {
            /** Attachments */
            attachments: components["schemas"]["AttachmentOut"][];
            author: components["schemas"]["SideAuthorOut"];
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
        };
        /** SidePersonOut */
        SidePersonOut: {
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
        /** SkillList */
        SkillList: {
            /** Data */
            data: components["schemas"]["SkillOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** SkillOut */
        SkillOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Tags */
            tags: string[];
        };
        /** SkillsIn */
        SkillsIn: {
            /** Skills */
            skills: components["schemas"]["MappedSkill"][];
        };
        /** OneVocabulary */
        SlaOneVocabulary: {
            data: components["schemas"]["Vocabulary"];
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
         * SnoozeAction
         * @description Until a time, or for a preset counted from when it is applied.
         */
        SnoozeAction: {
            /** Preset */
            preset?: ("1h" | "4h" | "tomorrow_9" | "next_week") | null;
            /**
             * @description discriminator enum property added by openapi-typescript
             * @enum {string}
             */
            type: "snooze";
            /** Until */
            until?: string | null;
            /** Zone */
            zone?: string | null;
        };
        /**
         * SnoozeIn
         * @description Either `until` or `preset`. `zone` is where the caller's mornings are; the desk's own where it is left out.
         */
        SnoozeIn: {
            /** Preset */
            preset?: ("1h" | "4h" | "tomorrow_9" | "next_week") | null;
            /** Until */
            until?: string | null;
            /**
             * Zone
             * @description An IANA time zone, e.g. Europe/Berlin
             */
            zone?: string | null;
        };
        /** SourceOut */
        SourceOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Reference */
            reference: string;
            /** Version */
            version: number;
        };
        /**
         * Span
         * @description An open time that counted, `[start, end)`.
         */
        Span: {
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
        /** SplitIn */
        SplitIn: {
            /** Message Ids */
            message_ids: string[];
            /**
             * Subject
             * @description Of the new ticket; otherwise that of the old one
             */
            subject?: string | null;
        };
        /**
         * SplitTicket
         * @description The new ticket, and the one its messages came from.
         */
        SplitTicket: {
            data: components["schemas"]["ShownTicketOut"];
            split_from: components["schemas"]["SourceOut"];
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
            /** Built In */
            built_in: boolean;
            /** Category */
            category: string;
            /** Color */
            color: string;
            /** Default */
            default: boolean;
            /** Label */
            label: string;
            /** Order */
            order: number;
            /** Slug */
            slug: string;
            /** Transitions */
            transitions: string[];
        };
        /**
         * StatusEdit
         * @description What is left out stays. The category is that of a status of the desk's own that no ticket is in.
         */
        StatusEdit: {
            /** Category */
            category?: ("new" | "open" | "pending" | "on_hold" | "solved" | "closed") | null;
            /** Color */
            color?: string | null;
            /** Default */
            default?: boolean | null;
            /** Label */
            label?: string | null;
            /** Order */
            order?: number | null;
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
        /**
         * SubjectIn
         * @description `subject_id` is the host application's own id of the thing.
         */
        SubjectIn: {
            /** Link */
            link?: string | null;
            /** Subject Id */
            subject_id: string;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /** SubjectList */
        SubjectList: {
            /** Data */
            data: components["schemas"]["SubjectOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /** SubjectOut */
        SubjectOut: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Link */
            link: string | null;
            /** Subject Id */
            subject_id: string;
            /** Title */
            title: string;
            /** Type */
            type: string;
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
            /** Next Response */
            next_response?: number | null;
            /** Periodic Update */
            periodic_update?: number | null;
            /** Resolution */
            resolution?: number | null;
        };
        /** Thanks */
        Thanks: {
            data: components["schemas"]["ThanksOut"];
        };
        /** ThanksOut */
        ThanksOut: {
            /** Reference */
            reference: string;
            /** Score */
            score: number;
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
        /**
         * TicketClocks
         * @description The newest round of each metric, explained, and the rounds before, the latest hundred.
         */
        TicketClocks: {
            /**
             * As Of
             * Format: date-time
             */
            as_of: string;
            /** Clocks */
            clocks: components["schemas"]["ClockExplained"][];
            /** Earlier */
            earlier: components["schemas"]["EarlierClock"][];
            /**
             * Merged From
             * @description The merged ticket that was asked for; these are the clocks of its target
             */
            merged_from?: string | null;
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
        /**
         * TicketFilters
         * @description Filters take several words separated by commas where it makes sense.
         */
        TicketFilters: {
            /**
             * About
             * @description A subject, as type:id
             */
            about?: string | null;
            /**
             * Assignee
             * @description me, none or an id
             */
            assignee?: string | null;
            /** Channel */
            channel?: string | null;
            /**
             * Created
             * @description A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together
             */
            created?: string | null;
            /** Deleted */
            deleted?: ("true" | "false") | null;
            /**
             * Department
             * @description An id, or none
             */
            department?: string | null;
            /**
             * Follower
             * @description me or an id
             */
            follower?: string | null;
            /** Has */
            has?: "attachment" | null;
            /** Priority */
            priority?: string | null;
            /**
             * Q
             * @description Words
             */
            q?: string | null;
            /**
             * Reference
             * @description References
             */
            reference?: string | null;
            /**
             * Requester
             * @description me or an id
             */
            requester?: string | null;
            /** Sla */
            sla?: string | null;
            /** Snoozed */
            snoozed?: ("yes" | "no") | null;
            /** Status */
            status?: string | null;
            /** Status Category */
            status_category?: string | null;
            /**
             * Tag
             * @description Names; a ticket has all of them
             */
            tag?: string | null;
            /** Type */
            type?: string | null;
            /**
             * Updated
             * @description A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together
             */
            updated?: string | null;
            /**
             * View
             * @description Id or slug of a saved view; filters narrow it
             */
            view?: string | null;
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
            /** Merged Into Id */
            merged_into_id?: string | null;
            /** Note Count */
            note_count?: number | null;
            /**
             * Priority
             * @enum {string}
             */
            priority: "low" | "medium" | "high" | "urgent" | "critical";
            /**
             * Rating
             * @description Of the present resolution, 1 to 5; for staff
             */
            rating?: number | null;
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
            snoozed_until?: string | null;
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
        /**
         * TicketWithOutgoing
         * @description The ticket as it still is, and the reply that waits.
         */
        TicketWithOutgoing: {
            data: components["schemas"]["ShownTicketOut"];
            outgoing: components["schemas"]["OutgoingOut"];
        };
        /** TicketWithSubject */
        TicketWithSubject: {
            data: components["schemas"]["ShownTicketOut"];
            subject: components["schemas"]["SubjectOut"];
        };
        /** ListMeta */
        TicketsListMeta: {
            /** Next Cursor */
            next_cursor?: string | null;
            /** Total */
            total?: number | string | null;
        };
        /** OneVocabulary */
        TicketsOneVocabulary: {
            data: components["schemas"]["VocabularyOut"];
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
        /** Transitions */
        Transitions: {
            /** Transitions */
            transitions: string[];
        };
        /**
         * Trial
         * @description Which rule is tried, and on what: one ticket, given tickets, or the newest open ones.
         *
         *     `event`: what of an event conditions are to find, such as `{"previous_status": "open"}`.
         */
        Trial: {
            /**
             * Event
             * @default {}
             */
            event?: {
                [key: string]: components["schemas"]["JsonValue"];
            };
            rule?: components["schemas"]["RuleBody"] | null;
            /** Rule Id */
            rule_id?: string | null;
            /** Sample */
            sample?: number | null;
            /** Ticket Id */
            ticket_id?: string | null;
            /** Ticket Ids */
            ticket_ids?: string[] | null;
        };
        /**
         * Trying
         * @description What a dry run found: of one ticket in detail, of several which match, and of those what would be done.
         */
        Trying: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /** Looked At */
            looked_at: number;
            /** Matched */
            matched: number;
            /** Tickets */
            tickets: {
                [key: string]: unknown;
            }[];
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
        /** VerificationIn */
        VerificationIn: {
            /**
             * Email
             * Format: email
             */
            email: string;
        };
        /**
         * ViewCounts
         * @description By id or slug as asked: exact to 1,000, then "1000+"; null for a view that is broken or not there.
         */
        ViewCounts: {
            /** Data */
            data: {
                [key: string]: number | string | null;
            };
            meta: components["schemas"]["ViewCountsMeta"];
        };
        /** ViewCountsMeta */
        ViewCountsMeta: {
            /** Problems */
            problems: {
                [key: string]: components["schemas"]["ProblemOut"][];
            };
        };
        /** ViewEdit */
        ViewEdit: {
            /** Columns */
            columns?: string[] | null;
            /** Conditions */
            conditions?: {
                [key: string]: components["schemas"]["JsonValue"];
            } | null;
            /** Department Id */
            department_id?: string | null;
            /** Name */
            name?: string | null;
            /** Position */
            position?: number | null;
            /** Sharing */
            sharing?: ("personal" | "department" | "all") | null;
            /** Sort */
            sort?: string | null;
        };
        /** ViewList */
        ViewList: {
            /** Data */
            data: components["schemas"]["ViewOut"][];
            meta: components["schemas"]["TicketsListMeta"];
        };
        /**
         * ViewOut
         * @description `problems`: what it names that has vanished since it was saved; such a view is refused as a list.
         */
        ViewOut: {
            /** Built In */
            built_in: boolean;
            /** Can Edit */
            can_edit: boolean;
            /** Columns */
            columns: string[];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /** Department Id */
            department_id: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Owner Id */
            owner_id: string | null;
            /** Position */
            position: number;
            /** Problems */
            problems: components["schemas"]["ProblemOut"][];
            /**
             * Sharing
             * @enum {string}
             */
            sharing: "personal" | "department" | "all";
            /** Slug */
            slug: string | null;
            /** Sort */
            sort: string;
            /** Version */
            version: number;
        };
        /**
         * Vocabulary
         * @description What rules of a kind are made of. `parameters`: a JSON schema of the whole action.
         */
        Vocabulary: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /** Fields */
            fields: {
                [key: string]: unknown;
            }[];
            /** Triggers */
            triggers: string[];
        };
        /** VocabularyOut */
        VocabularyOut: {
            /** Actions */
            actions: components["schemas"]["ActionOut"][];
            /** Columns */
            columns: components["schemas"]["ColumnOut"][];
            /** Fields */
            fields: components["schemas"]["escalated_tickets__fields__schemas__FieldOut"][];
            /** Sorts */
            sorts: string[];
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
        /** WarningOut */
        WarningOut: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
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
        /** ManyVersions */
        escalated_sla__policies__schemas__ManyVersions: {
            /** Data */
            data: components["schemas"]["escalated_sla__policies__schemas__VersionAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /**
         * Order
         * @description Every policy, in the order in which they are to be tried.
         */
        escalated_sla__policies__schemas__Order: {
            /** Ids */
            ids: string[];
        };
        /**
         * Rollback
         * @description The version whose contents come back, as a new version. Position, default and activity stay as they are.
         */
        escalated_sla__policies__schemas__Rollback: {
            /** Version */
            version: number;
        };
        /**
         * VersionAnswer
         * @description A policy as it was promised; `calendar` as it was then, null counts every second.
         */
        escalated_sla__policies__schemas__VersionAnswer: {
            /** Calendar */
            calendar: {
                [key: string]: unknown;
            } | null;
            /** Calendar Id */
            calendar_id: string | null;
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
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
        /** ManyVersions */
        escalated_sla__rules__schemas__ManyVersions: {
            /** Data */
            data: components["schemas"]["escalated_sla__rules__schemas__VersionAnswer"][];
            /** Meta */
            meta: {
                [key: string]: unknown;
            };
        };
        /**
         * Order
         * @description Every rule of the kind, in the order in which they are to run.
         */
        escalated_sla__rules__schemas__Order: {
            /** Ids */
            ids: string[];
        };
        /**
         * Rollback
         * @description The version whose name, triggers, conditions and actions come back, as a new version.
         */
        escalated_sla__rules__schemas__Rollback: {
            /** Version */
            version: number;
        };
        /** VersionAnswer */
        escalated_sla__rules__schemas__VersionAnswer: {
            /** Actions */
            actions: {
                [key: string]: unknown;
            }[];
            /** Conditions */
            conditions: {
                [key: string]: unknown;
            };
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Created By */
            created_by: string;
            /** Name */
            name: string;
            /** Triggers */
            triggers: string[];
            /** Version */
            version: number;
        };
        /** FieldOut */
        escalated_tickets__custom_fields__schemas__FieldOut: {
            /** Active */
            active: boolean;
            /** Department Ids */
            department_ids: string[];
            /** Editable By Customers */
            editable_by_customers: boolean;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Key */
            key: string;
            /** Label */
            label: string;
            /** Options */
            options: components["schemas"]["OptionOut"][];
            /** Position */
            position: number;
            /** Required At */
            required_at: string[];
            /** Ticket Types */
            ticket_types: string[];
            /**
             * Type
             * @enum {string}
             */
            type: "text" | "textarea" | "number" | "date" | "checkbox" | "select" | "multiselect";
            /** Visible To Customers */
            visible_to_customers: boolean;
        };
        /** FieldOut */
        escalated_tickets__fields__schemas__FieldOut: {
            elapsed?: components["schemas"]["ElapsedOut"] | null;
            /** Label */
            label: string;
            /** Name */
            name: string;
            /** Open */
            open: boolean;
            /** Operators */
            operators: string[];
            /** Options */
            options: components["schemas"]["OptionOut"][];
            /**
             * Type
             * @enum {string}
             */
            type: "text" | "choice" | "number" | "duration" | "boolean" | "date" | "time" | "list" | "person" | "people";
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
    list_activity: {
        parameters: {
            query?: {
                ticket?: string | null;
                actor?: string | null;
                kind?: string | null;
                since?: string | null;
                until?: string | null;
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
                    "application/json": components["schemas"]["DeskActivity"];
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
    list_assignment_agents: {
        parameters: {
            query?: {
                department?: string | null;
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
                    "application/json": components["schemas"]["AgentAssignmentList"];
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
    show_assignment_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
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
                    "application/json": components["schemas"]["OneAgentAssignment"];
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
    set_assignment_agent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AgentAssignmentIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneAgentAssignment"];
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
    set_availability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                agent_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailabilityIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneAgentAssignment"];
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
    show_department_assignment: {
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
                    "application/json": components["schemas"]["OneDepartmentAssignment"];
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
    set_department_assignment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                department_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DepartmentAssignmentIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDepartmentAssignment"];
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
    list_skills: {
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
                    "application/json": components["schemas"]["SkillList"];
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
    set_skills: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SkillsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SkillList"];
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
    list_automation: {
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
    create_automation: {
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
    count_automation_existing: {
        parameters: {
            query?: {
                rule_id?: string | null;
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneExisting"];
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
    try_automation: {
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
                "application/json": components["schemas"]["Trial"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTrying"];
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
    order_automation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__rules__schemas__Order"];
            };
        };
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
    show_automation_vocabulary: {
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
                    "application/json": components["schemas"]["SlaOneVocabulary"];
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
    show_automation: {
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
    change_automation: {
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
    delete_automation: {
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
    activate_automation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Activation"];
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
    roll_back_automation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__rules__schemas__Rollback"];
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
    list_automation_runs: {
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
    list_automation_versions: {
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
                    "application/json": components["schemas"]["escalated_sla__rules__schemas__ManyVersions"];
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
    show_job: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
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
                    "application/json": components["schemas"]["OneJob"];
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
    undo_bulk_job: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                job_id: string;
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
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneJob"];
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
    list_zones: {
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
                    "application/json": components["schemas"]["ManyZones"];
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
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
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
    export_holidays: {
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
            /** @description An all-day event for each holiday */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
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
    import_holidays: {
        parameters: {
            query?: {
                /** @description add to the holidays, or replace them */
                mode?: "add" | "replace";
            };
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file?: string;
                };
                "text/calendar": string;
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
    preview_import: {
        parameters: {
            query?: {
                /** @description add to the holidays, or replace them */
                mode?: "add" | "replace";
            };
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                calendar_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file?: string;
                };
                "text/calendar": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneImpact"];
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
    preview_calendar_edit: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
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
                    "application/json": components["schemas"]["OneImpact"];
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
    list_canned_responses: {
        parameters: {
            query?: {
                q?: string | null;
                category?: string | null;
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
                    "application/json": components["schemas"]["CannedResponseList"];
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
    create_canned_response: {
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
                "application/json": components["schemas"]["NewCannedResponse"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneCannedResponse"];
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
    show_canned_response: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                response_id: string;
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
                    "application/json": components["schemas"]["OneCannedResponse"];
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
    delete_canned_response: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                response_id: string;
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
    change_canned_response: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                response_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedResponseEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneCannedResponse"];
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
    download_canned_file: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                response_id: string;
                file_id: string;
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
    list_custom_fields: {
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
                    "application/json": components["schemas"]["FieldList"];
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
    create_custom_field: {
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
                "application/json": components["schemas"]["NewField"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneField"];
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
    delete_custom_field: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field_id: string;
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
    change_custom_field: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                field_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FieldEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneField"];
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
    list_escalation_rule: {
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
    create_escalation_rule: {
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
    count_escalation_rule_existing: {
        parameters: {
            query?: {
                rule_id?: string | null;
            };
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
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneExisting"];
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
    try_escalation_rule: {
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
                "application/json": components["schemas"]["Trial"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTrying"];
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
    order_escalation_rule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__rules__schemas__Order"];
            };
        };
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
    show_escalation_rule_vocabulary: {
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
                    "application/json": components["schemas"]["SlaOneVocabulary"];
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
    show_escalation_rule: {
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
    change_escalation_rule: {
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
    delete_escalation_rule: {
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
    activate_escalation_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Activation"];
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
    roll_back_escalation_rule: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__rules__schemas__Rollback"];
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
    list_escalation_rule_runs: {
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
    list_escalation_rule_versions: {
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
                    "application/json": components["schemas"]["escalated_sla__rules__schemas__ManyVersions"];
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
    list_fields: {
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
                    "application/json": components["schemas"]["TicketsOneVocabulary"];
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
    rate_by_link: {
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
                "application/json": components["schemas"]["InvitedRating"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Thanks"];
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
    list_guest_tickets: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
            };
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
    look_up_guest_ticket: {
        parameters: {
            query?: never;
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LookupIn"];
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
    show_guest_ticket: {
        parameters: {
            query?: never;
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
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
    close_as_guest: {
        parameters: {
            query?: never;
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
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
    list_guest_messages: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
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
    rate_as_guest: {
        parameters: {
            query?: never;
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
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
                "application/json": components["schemas"]["RatingIn"];
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
    reopen_as_guest: {
        parameters: {
            query?: never;
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
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
    reply_as_guest: {
        parameters: {
            query?: never;
            header?: {
                /** @description From POST /guest/verification/confirm */
                "X-Guest-Grant"?: string | null;
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
                "application/json": components["schemas"]["GuestReply"];
                "multipart/form-data": components["schemas"]["GuestReply"] & {
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
    ask_for_code: {
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
                "application/json": components["schemas"]["VerificationIn"];
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
    confirm_code: {
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
                "application/json": components["schemas"]["CodeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantAnswer"];
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
    list_holiday_sets: {
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
                    "application/json": components["schemas"]["ManyHolidaySets"];
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
    get_holiday_set: {
        parameters: {
            query?: {
                subdivision?: string | null;
                /** @description 2026,2027; else this year and the next */
                years?: string | null;
                /** @description Of the names; else the country's own */
                language?: string | null;
            };
            header?: never;
            path: {
                /** @description ISO 3166-1 alpha-2 */
                country: string;
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
                    "application/json": components["schemas"]["OneHolidaySet"];
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
    list_all_macros: {
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
                    "application/json": components["schemas"]["MacroList"];
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
    create_macro: {
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
                "application/json": components["schemas"]["NewMacro"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneMacro"];
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
    show_macro: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                macro_id: string;
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
                    "application/json": components["schemas"]["OneMacro"];
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
    delete_macro: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                macro_id: string;
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
    change_macro: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                macro_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MacroEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneMacro"];
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
    export_me: {
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
                "application/json": components["schemas"]["Nothing"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePrivacyRequest"];
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
    erase_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePrivacyRequest"];
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
    export_person: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                person_id: string;
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
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OnePrivacyRequest"];
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
    list_privacy_requests: {
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
                    "application/json": components["schemas"]["ManyPrivacyRequests"];
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
    get_privacy_request: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
                request_id: string;
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
                    "application/json": components["schemas"]["OnePrivacyRequest"];
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
    download_export: {
        parameters: {
            query?: {
                token?: string;
            };
            header?: never;
            path: {
                person_id: string;
                request_id: string;
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
                    "application/zip": unknown;
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
    retry_privacy_request: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                person_id: string;
                request_id: string;
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
                    "application/json": components["schemas"]["OnePrivacyRequest"];
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
    report_compliance: {
        parameters: {
            query?: {
                /** @description A date in the zone or an instant; 30 days before `to` */
                from?: string | null;
                /** @description A date, which is in, or an instant, which is not; now */
                to?: string | null;
                /** @description An IANA time zone */
                zone?: string;
                by?: "none" | "metric" | "policy" | "priority" | "department" | "agent";
                metric?: string | null;
                priority?: string | null;
                /** @description Ids */
                policy?: string | null;
                /** @description Ids, or none */
                department?: string | null;
                /** @description Ids, me or none: whose ticket it was */
                agent?: string | null;
                /** @description json or csv; else as `Accept` says */
                format?: string | null;
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
                    "application/json": components["schemas"]["OneCompliance"];
                    "text/csv": string;
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
    read_report: {
        parameters: {
            query?: {
                /** @description A date in the zone or an instant; 30 days before `to` */
                from?: string | null;
                /** @description A date, which is in, or an instant, which is not; now */
                to?: string | null;
                /** @description An IANA time zone; UTC */
                zone?: string | null;
                /** @description none, day, week, month, hour_of_week, agent, department, tag, channel, priority or type */
                group?: string | null;
                /** @description Ids, or none */
                department?: string | null;
                /** @description Ids, me or none: who did it */
                agent?: string | null;
                channel?: string | null;
                priority?: string | null;
                type?: string | null;
                /** @description Names; a ticket has one of them */
                tag?: string | null;
                /** @description json or csv; else as `Accept` says */
                format?: string | null;
            };
            header?: never;
            path: {
                /** @description Ending in .csv: as CSV */
                name: string;
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
                    "application/json": components["schemas"]["OneReport"];
                    "text/csv": string;
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
    show_identity_settings: {
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
                    "application/json": components["schemas"]["SettingsOut"];
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
    change_identity_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsOut"];
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
    show_notifications_settings: {
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
                    "application/json": components["schemas"]["SettingsOut"];
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
    change_notifications_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsOut"];
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
    show_sla_settings: {
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
                    "application/json": components["schemas"]["SettingsOut"];
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
    change_sla_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsOut"];
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
    show_tickets_settings: {
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
                    "application/json": components["schemas"]["SettingsOut"];
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
    change_tickets_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SettingsIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SettingsOut"];
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
    order_policies: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__policies__schemas__Order"];
            };
        };
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
    preview_policy: {
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
                "application/json": components["schemas"]["EditPreview"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneImpact"];
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
    show_policy_vocabulary: {
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
                    "application/json": components["schemas"]["OnePolicyVocabulary"];
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
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
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
    roll_back_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                policy_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__policies__schemas__Rollback"];
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
    list_policy_versions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string | null;
            };
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
                    "application/json": components["schemas"]["escalated_sla__policies__schemas__ManyVersions"];
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
    get_policy_version: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                policy_id: string;
                version: number;
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
                    "application/json": components["schemas"]["OneVersion"];
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
    list_recomputations: {
        parameters: {
            query?: {
                limit?: number;
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
                    "application/json": components["schemas"]["ManyRecomputations"];
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
    get_recomputation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                recomputation_id: string;
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
                    "application/json": components["schemas"]["OneRecomputation"];
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
    create_status: {
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
                "application/json": components["schemas"]["NewStatus"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneStatus"];
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
    delete_status: {
        parameters: {
            query?: {
                replace_with?: string | null;
            };
            header?: never;
            path: {
                slug: string;
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
    change_status: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StatusEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneStatus"];
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
    set_transitions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Transitions"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneStatus"];
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
    tickets_about: {
        parameters: {
            query: {
                type: string;
                /** @description The host application's own id */
                id: string;
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
    list_tags: {
        parameters: {
            query?: {
                q?: string | null;
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
                /** @description Id or slug of a saved view; filters narrow it */
                view?: string | null;
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
                /** @description A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together */
                created?: string | null;
                /** @description A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together */
                updated?: string | null;
                snoozed?: ("yes" | "no") | null;
                has?: "attachment" | null;
                /** @description References */
                reference?: string | null;
                /** @description A subject, as type:id */
                about?: string | null;
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
    change_many: {
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
                "application/json": components["schemas"]["BulkIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneJob"];
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
    export_tickets: {
        parameters: {
            query?: {
                /** @description Id or slug of a saved view; filters narrow it */
                view?: string | null;
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
                /** @description A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together */
                created?: string | null;
                /** @description A stretch of time, such as >=2026-01-01, 2026-01-01..2026-02-01 or <7d; several hold together */
                updated?: string | null;
                snoozed?: ("yes" | "no") | null;
                has?: "attachment" | null;
                /** @description References */
                reference?: string | null;
                /** @description A subject, as type:id */
                about?: string | null;
                deleted?: ("true" | "false") | null;
                /** @description Words */
                q?: string | null;
                /** @description Names separated by commas; else the view's */
                columns?: string | null;
                /** @description Begin with a byte order mark, by which Excel knows UTF-8 */
                bom?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The table, streamed; the oldest ticket first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": unknown;
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
    render_canned_response: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
                response_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Render"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneRendered"];
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
                "application/json": components["schemas"]["EndIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoneTicket"];
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
    show_draft: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["OneDraft"];
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
    keep_a_draft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneDraft"];
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
    throw_draft_away: {
        parameters: {
            query?: never;
            header?: never;
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
    add_follower: {
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
                "application/json": components["schemas"]["FollowerIn"];
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
    remove_follower: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                follower_id: string;
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
    list_links: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["LinkList"];
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
    add_link: {
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
                "application/json": components["schemas"]["LinkIn"];
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
    remove_link: {
        parameters: {
            query?: {
                /** @description Without it, all links between the two */
                kind?: ("related" | "duplicate" | "follow_up" | "parent" | "child" | "problem" | "incident") | null;
            };
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                other: string;
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
    apply_macro: {
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
                "application/json": components["schemas"]["ApplyMacro"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroApplied"];
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
    merge_ticket: {
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
                "application/json": components["schemas"]["MergeIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MergedTicket"];
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
                pinned?: boolean;
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
    delete_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                message_id: string;
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
    edit_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NoteEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
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
    pin_note: {
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
                message_id: string;
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
    unpin_note: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                message_id: string;
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
    list_outgoing: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["OutgoingList"];
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
    take_reply_back: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
                outgoing_id: string;
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
                    "application/json": components["schemas"]["OneOutgoing"];
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
    list_participants: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["ParticipantList"];
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
    add_participant: {
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
                "application/json": components["schemas"]["ParticipantIn"];
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
    remove_participant: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                participant_id: string;
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
    approve_participant: {
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
                participant_id: string;
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
    rate_ticket: {
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
                "application/json": components["schemas"]["RatingIn"];
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
    list_ratings: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["RatingList"];
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
            /** @description It waits for its time */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketWithOutgoing"];
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
                "application/json": components["schemas"]["EndIn"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DoneTicket"];
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
    list_side_conversations: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["SideConversationList"];
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
    begin_side_conversation: {
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
                "application/json": components["schemas"]["NewSideConversation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSideConversation"];
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
    show_side_conversation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                ticket: string;
                conversation_id: string;
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
                    "application/json": components["schemas"]["OneSideConversation"];
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
    close_side_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
                conversation_id: string;
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
                    "application/json": components["schemas"]["OneSideConversation"];
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
    write_in_side_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
                conversation_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSideMessage"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneSideConversation"];
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
    reopen_side_conversation: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
                conversation_id: string;
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
                    "application/json": components["schemas"]["OneSideConversation"];
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
    snooze_ticket: {
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
                "application/json": components["schemas"]["SnoozeIn"];
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
    split_ticket: {
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
                "application/json": components["schemas"]["SplitIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SplitTicket"];
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
                    "application/json": components["schemas"]["DoneTicket"];
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
    list_subjects: {
        parameters: {
            query?: never;
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
                    "application/json": components["schemas"]["SubjectList"];
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
    add_subject: {
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
                "application/json": components["schemas"]["SubjectIn"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TicketWithSubject"];
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
    remove_subject: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                ticket: string;
                subject_id: string;
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
    undo_change: {
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
    unmerge_ticket: {
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
    unsnooze_ticket: {
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
    list_views: {
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
                    "application/json": components["schemas"]["ViewList"];
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
    create_view: {
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
                "application/json": components["schemas"]["NewView"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneView"];
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
    count_view_tickets: {
        parameters: {
            query?: {
                /** @description Ids or slugs, separated by commas; none: all */
                ids?: string;
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
                    "application/json": components["schemas"]["ViewCounts"];
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
    show_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view: string;
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
                    "application/json": components["schemas"]["OneView"];
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
    delete_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                view: string;
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
    change_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
            };
            path: {
                view: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewEdit"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneView"];
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
    list_workflow: {
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
    create_workflow: {
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
    try_workflow: {
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
                "application/json": components["schemas"]["Trial"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTrying"];
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
    order_workflow: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__rules__schemas__Order"];
            };
        };
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
    show_workflow_vocabulary: {
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
                    "application/json": components["schemas"]["SlaOneVocabulary"];
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
    show_workflow: {
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
    change_workflow: {
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
    delete_workflow: {
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
    activate_workflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Activation"];
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
    roll_back_workflow: {
        parameters: {
            query?: never;
            header?: {
                /** @description The version last seen */
                "If-Match"?: string | null;
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["escalated_sla__rules__schemas__Rollback"];
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
    list_workflow_runs: {
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
    list_workflow_versions: {
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
                    "application/json": components["schemas"]["escalated_sla__rules__schemas__ManyVersions"];
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
    post_bulk: {
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
                "application/json": components["schemas"]["BulkPost"];
                "application/x-www-form-urlencoded": components["schemas"]["BulkPost"];
                "multipart/form-data": components["schemas"]["BulkPost"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneJob"];
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
    post_follow: {
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Press"];
                "application/x-www-form-urlencoded": components["schemas"]["Press"];
                "multipart/form-data": components["schemas"]["Press"];
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
    post_macro: {
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
                "application/json": components["schemas"]["MacroPost"];
                "application/x-www-form-urlencoded": components["schemas"]["MacroPost"];
                "multipart/form-data": components["schemas"]["MacroPost"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MacroApplied"];
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
    post_pin: {
        parameters: {
            query?: never;
            header?: {
                /** @description The first answer is kept for 24 hours and given again to the same caller */
                "Idempotency-Key"?: string;
            };
            path: {
                ticket: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Press"];
                "application/x-www-form-urlencoded": components["schemas"]["Press"];
                "multipart/form-data": components["schemas"]["Press"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
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
    post_presence: {
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
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PresencePost"];
                "application/x-www-form-urlencoded": components["schemas"]["PresencePost"];
                "multipart/form-data": components["schemas"]["PresencePost"];
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
    post_rating: {
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
                "application/json": components["schemas"]["RatingPost"];
                "application/x-www-form-urlencoded": components["schemas"]["RatingPost"];
                "multipart/form-data": components["schemas"]["RatingPost"];
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
}
