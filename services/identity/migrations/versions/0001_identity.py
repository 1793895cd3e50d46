"""The first tables of identity.

Revision ID: 0001
"""

from alembic import op

from escalated_chassis.database.migrations import create_chassis_tables_v1

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TABLES = (
    """
    CREATE TABLE escalated_audit_entries (
        id uuid NOT NULL,
        at timestamptz NOT NULL,
        service text NOT NULL,
        actor_kind text NOT NULL,
        actor_id text NOT NULL,
        actor_name text NOT NULL,
        on_behalf_of text NOT NULL,
        action text NOT NULL,
        object_type text NOT NULL,
        object_id text NOT NULL,
        object_name text NOT NULL,
        changes jsonb NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_audit_entries_at_idx ON escalated_audit_entries (at, id)",
    "CREATE INDEX escalated_audit_entries_object_idx ON escalated_audit_entries (object_type, object_id)",
    """
    CREATE TABLE escalated_departments (
        id uuid NOT NULL,
        slug text NOT NULL,
        name text NOT NULL,
        email text NOT NULL,
        active boolean NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (slug)
    )
    """,
    """
    CREATE TABLE escalated_people (
        id uuid NOT NULL,
        email text NOT NULL,
        address text NOT NULL,
        owns_address boolean NOT NULL,
        email_verified boolean NOT NULL,
        name text NOT NULL,
        kind text NOT NULL,
        active boolean NOT NULL,
        locale text NOT NULL,
        access_version integer NOT NULL,
        access_changed_at timestamptz NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    "CREATE INDEX escalated_people_access_idx ON escalated_people (access_changed_at)",
    "CREATE UNIQUE INDEX escalated_people_address_key ON escalated_people (address) WHERE owns_address",
    "CREATE INDEX escalated_people_claims_idx ON escalated_people (address) WHERE NOT owns_address",
    "CREATE INDEX escalated_people_name_idx ON escalated_people (lower(name), id)",
    """
    CREATE TABLE escalated_roles (
        id uuid NOT NULL,
        slug text NOT NULL,
        name text NOT NULL,
        permissions text[] NOT NULL,
        version integer NOT NULL,
        created_at timestamptz NOT NULL,
        updated_at timestamptz NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (slug)
    )
    """,
    """
    CREATE TABLE escalated_sign_in_attempts (
        key bytea NOT NULL,
        count integer NOT NULL,
        ends_at timestamptz NOT NULL,
        PRIMARY KEY (key)
    )
    """,
    "CREATE INDEX escalated_sign_in_attempts_ends_idx ON escalated_sign_in_attempts (ends_at)",
    """
    CREATE TABLE escalated_signing_keys (
        kid text NOT NULL,
        public_jwk jsonb NOT NULL,
        sealed_private_jwk bytea NOT NULL,
        created_at timestamptz NOT NULL,
        retired_at timestamptz,
        PRIMARY KEY (kid)
    )
    """,
    """
    CREATE TABLE escalated_sso_used_tokens (
        issuer text NOT NULL,
        jti text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (issuer, jti)
    )
    """,
    "CREATE INDEX escalated_sso_used_tokens_expires_idx ON escalated_sso_used_tokens (expires_at)",
    """
    CREATE TABLE escalated_api_tokens (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        name text NOT NULL,
        token_sha256 text NOT NULL,
        scopes text[] NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        PRIMARY KEY (id),
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE,
        UNIQUE (token_sha256)
    )
    """,
    "CREATE INDEX escalated_api_tokens_person_idx ON escalated_api_tokens (person_id)",
    """
    CREATE TABLE escalated_credentials (
        person_id uuid NOT NULL,
        password_hash text NOT NULL,
        changed_at timestamptz NOT NULL,
        PRIMARY KEY (person_id),
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE
    )
    """,
    """
    CREATE TABLE escalated_department_members (
        department_id uuid NOT NULL,
        person_id uuid NOT NULL,
        joined_at timestamptz NOT NULL,
        PRIMARY KEY (department_id, person_id),
        FOREIGN KEY (department_id) REFERENCES escalated_departments (id) ON DELETE CASCADE,
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_department_members_person_idx ON escalated_department_members (person_id)",
    """
    CREATE TABLE escalated_mailed_links (
        token_hash bytea NOT NULL,
        person_id uuid NOT NULL,
        purpose text NOT NULL,
        expires_at timestamptz NOT NULL,
        PRIMARY KEY (token_hash),
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_mailed_links_expires_idx ON escalated_mailed_links (expires_at)",
    "CREATE INDEX escalated_mailed_links_person_idx ON escalated_mailed_links (person_id)",
    """
    CREATE TABLE escalated_person_roles (
        person_id uuid NOT NULL,
        role_id uuid NOT NULL,
        PRIMARY KEY (person_id, role_id),
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE,
        FOREIGN KEY (role_id) REFERENCES escalated_roles (id) ON DELETE RESTRICT
    )
    """,
    "CREATE INDEX escalated_person_roles_role_idx ON escalated_person_roles (role_id)",
    """
    CREATE TABLE escalated_sessions (
        id uuid NOT NULL,
        person_id uuid NOT NULL,
        method text NOT NULL,
        user_agent text NOT NULL,
        created_at timestamptz NOT NULL,
        refreshed_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        ended_at timestamptz,
        ended_because text,
        PRIMARY KEY (id),
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_sessions_ended_idx ON escalated_sessions (ended_at) WHERE ended_at IS NOT NULL",
    "CREATE INDEX escalated_sessions_expires_idx ON escalated_sessions (expires_at)",
    "CREATE INDEX escalated_sessions_person_idx ON escalated_sessions (person_id) WHERE ended_at IS NULL",
    """
    CREATE TABLE escalated_sso_links (
        issuer text NOT NULL,
        subject text NOT NULL,
        person_id uuid NOT NULL,
        linked_at timestamptz NOT NULL,
        PRIMARY KEY (issuer, subject),
        FOREIGN KEY (person_id) REFERENCES escalated_people (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_sso_links_person_idx ON escalated_sso_links (person_id)",
    """
    CREATE TABLE escalated_refresh_tokens (
        token_hash bytea NOT NULL,
        session_id uuid NOT NULL,
        issued_at timestamptz NOT NULL,
        used_at timestamptz,
        PRIMARY KEY (token_hash),
        FOREIGN KEY (session_id) REFERENCES escalated_sessions (id) ON DELETE CASCADE
    )
    """,
    "CREATE INDEX escalated_refresh_tokens_session_idx ON escalated_refresh_tokens (session_id)",
    "CREATE INDEX escalated_refresh_tokens_used_idx ON escalated_refresh_tokens (used_at) WHERE used_at IS NOT NULL",
)

_APPEND_ONLY = (
    """
    CREATE FUNCTION escalated_refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'the audit trail is append-only' USING ERRCODE = 'insufficient_privilege';
    END
    $$
    """,
    """
    CREATE TRIGGER escalated_audit_entries_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
    ON escalated_audit_entries FOR EACH STATEMENT EXECUTE FUNCTION escalated_refuse_audit_change()
    """,
)


def upgrade() -> None:
    create_chassis_tables_v1(op)
    for statement in (*_TABLES, *_APPEND_ONLY):
        op.execute(statement)
