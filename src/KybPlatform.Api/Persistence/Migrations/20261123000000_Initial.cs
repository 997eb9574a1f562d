using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "api_key_directory",
                columns: table => new
                {
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_key_directory", x => x.hash);
                });

            migrationBuilder.CreateTable(
                name: "audit_entries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    action = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false),
                    parent = table.Column<string>(type: "text", nullable: true),
                    request_id = table.Column<string>(type: "text", nullable: true),
                    details = table.Column<string>(type: "jsonb", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_audit_entries", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "business_profiles",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reference_id = table.Column<string>(type: "text", nullable: true),
                    legal_name = table.Column<string>(type: "text", nullable: true),
                    name_key = table.Column<string>(type: "text", nullable: true),
                    data = table.Column<string>(type: "jsonb", nullable: false),
                    contact = table.Column<byte[]>(type: "bytea", nullable: true),
                    provenance = table.Column<string>(type: "jsonb", nullable: false),
                    possible_duplicates = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    redacted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_business_profiles", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "documents",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: true),
                    content_type = table.Column<string>(type: "text", nullable: false),
                    declared_content_type = table.Column<string>(type: "text", nullable: true),
                    size = table.Column<long>(type: "bigint", nullable: false),
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    stored_as = table.Column<string>(type: "text", nullable: false),
                    wrapped_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    file_name = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_documents", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "event_heads",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_event_heads", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "events",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false),
                    parent = table.Column<string>(type: "text", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_events", x => new { x.tenant_id, x.position });
                });

            migrationBuilder.CreateTable(
                name: "idempotency_keys",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    awaits = table.Column<Guid>(type: "uuid", nullable: true),
                    awaited_status = table.Column<int>(type: "integer", nullable: true),
                    status = table.Column<int>(type: "integer", nullable: true),
                    content_type = table.Column<string>(type: "text", nullable: true),
                    location = table.Column<string>(type: "text", nullable: true),
                    etag = table.Column<string>(type: "text", nullable: true),
                    protection = table.Column<string>(type: "text", nullable: false),
                    subjects = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_idempotency_keys", x => new { x.tenant_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "individual_profiles",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reference_id = table.Column<string>(type: "text", nullable: true),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    name_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    email_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    provenance = table.Column<string>(type: "jsonb", nullable: false),
                    possible_duplicates = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    redacted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_individual_profiles", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "inquiries",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    reference_id = table.Column<string>(type: "text", nullable: true),
                    country = table.Column<string>(type: "text", nullable: false),
                    sender_type = table.Column<string>(type: "text", nullable: false),
                    applicant = table.Column<string>(type: "text", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    use_case = table.Column<string>(type: "jsonb", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: true),
                    policy_key = table.Column<string>(type: "text", nullable: true),
                    policy_version = table.Column<int>(type: "integer", nullable: true),
                    policy_hash = table.Column<string>(type: "text", nullable: true),
                    requirements = table.Column<string>(type: "jsonb", nullable: true),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    registration_id = table.Column<Guid>(type: "uuid", nullable: true),
                    retryable = table.Column<bool>(type: "boolean", nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_inquiries", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "jobs",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<Guid>(type: "uuid", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lease = table.Column<Guid>(type: "uuid", nullable: false),
                    attempts = table.Column<int>(type: "integer", nullable: false),
                    dead_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_jobs", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "organizations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organizations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "outbox",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    type = table.Column<string>(type: "text", nullable: false),
                    resource = table.Column<string>(type: "text", nullable: false),
                    parent = table.Column<string>(type: "text", nullable: true),
                    occurred_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_outbox", x => new { x.tenant_id, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "policy_contents",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    json = table.Column<string>(type: "text", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_contents", x => new { x.tenant_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "profile_changes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    actor = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    paths = table.Column<string[]>(type: "text[]", nullable: false),
                    subjects = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_profile_changes", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "profile_identifiers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    scheme = table.Column<string>(type: "text", nullable: false),
                    value_hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_profile_identifiers", x => new { x.tenant_id, x.scheme, x.value_hash, x.profile_id });
                });

            migrationBuilder.CreateTable(
                name: "screening_matches",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    of_business = table.Column<bool>(type: "boolean", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    list_key = table.Column<string>(type: "text", nullable: false),
                    entity_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    scored_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    score = table.Column<double>(type: "double precision", nullable: false),
                    sample = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    sealed_for = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    note = table.Column<byte[]>(type: "bytea", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    last_seen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_matches", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "screening_snapshots",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    list_key = table.Column<string>(type: "text", nullable: false),
                    publisher = table.Column<string>(type: "text", nullable: false),
                    sha256 = table.Column<string>(type: "text", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    complete = table.Column<bool>(type: "boolean", nullable: false),
                    entity_count = table.Column<int>(type: "integer", nullable: false),
                    warning_count = table.Column<int>(type: "integer", nullable: false),
                    imported_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    imported_by = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_snapshots", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "subject_keys",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    wrapped = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    destroyed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_subject_keys", x => new { x.tenant_id, x.subject_id });
                });

            migrationBuilder.CreateTable(
                name: "users",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    name = table.Column<byte[]>(type: "bytea", nullable: true),
                    email = table.Column<byte[]>(type: "bytea", nullable: true),
                    email_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_users", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "verifications",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    of_business = table.Column<bool>(type: "boolean", nullable: false),
                    inquiry_id = table.Column<Guid>(type: "uuid", nullable: true),
                    type = table.Column<string>(type: "text", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    provider = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    checks = table.Column<string>(type: "jsonb", nullable: false),
                    reason_code = table.Column<string>(type: "text", nullable: true),
                    lists = table.Column<string>(type: "jsonb", nullable: true),
                    sample = table.Column<bool>(type: "boolean", nullable: false),
                    data_version = table.Column<string>(type: "text", nullable: true),
                    input_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    subjects = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    evidence = table.Column<byte[]>(type: "bytea", nullable: true),
                    evidence_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_verifications", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "people",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    roles = table.Column<string[]>(type: "text[]", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    name_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    email_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    phone_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    removed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_people_business_profiles_tenant_id_profile_id",
                        columns: x => new { x.tenant_id, x.profile_id },
                        principalTable: "business_profiles",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "decisions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    inquiry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: false),
                    decided_by = table.Column<string>(type: "text", nullable: false),
                    reasons = table.Column<string>(type: "jsonb", nullable: false),
                    note = table.Column<byte[]>(type: "bytea", nullable: true),
                    retryable = table.Column<bool>(type: "boolean", nullable: true),
                    policy_key = table.Column<string>(type: "text", nullable: true),
                    policy_version = table.Column<int>(type: "integer", nullable: true),
                    policy_hash = table.Column<string>(type: "text", nullable: true),
                    semantics = table.Column<int>(type: "integer", nullable: false),
                    subjects = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    receipt = table.Column<byte[]>(type: "bytea", nullable: true),
                    receipt_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_decisions", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_decisions_inquiries_tenant_id_inquiry_id",
                        columns: x => new { x.tenant_id, x.inquiry_id },
                        principalTable: "inquiries",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "tenants",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organization_id = table.Column<Guid>(type: "uuid", nullable: false),
                    mode = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    clock_offset = table.Column<TimeSpan>(type: "interval", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tenants", x => x.id);
                    table.ForeignKey(
                        name: "fk_tenants_organizations_organization_id",
                        column: x => x.organization_id,
                        principalTable: "organizations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "screening_files",
                columns: table => new
                {
                    snapshot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    content = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_files", x => new { x.snapshot_id, x.number });
                    table.ForeignKey(
                        name: "fk_screening_files_screening_snapshot_snapshot_id",
                        column: x => x.snapshot_id,
                        principalTable: "screening_snapshots",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "api_keys",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: true),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    ip_allow_list = table.Column<string[]>(type: "text[]", nullable: false),
                    rate_limit = table.Column<int>(type: "integer", nullable: true),
                    last_four = table.Column<string>(type: "text", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous_hash = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_keys", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_api_keys_users_tenant_id_user_id",
                        columns: x => new { x.tenant_id, x.user_id },
                        principalTable: "users",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "sender_registrations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    sender_type = table.Column<string>(type: "text", nullable: false),
                    senders = table.Column<string[]>(type: "text[]", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    suspended_from = table.Column<string>(type: "text", nullable: true),
                    suspension_reason = table.Column<string>(type: "text", nullable: true),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    deadline = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    valid_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    inquiry_id = table.Column<Guid>(type: "uuid", nullable: false),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: false),
                    policy_key = table.Column<string>(type: "text", nullable: true),
                    policy_version = table.Column<int>(type: "integer", nullable: true),
                    policy_hash = table.Column<string>(type: "text", nullable: true),
                    downstream_status = table.Column<string>(type: "text", nullable: true),
                    downstream_detail = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sender_registrations", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_sender_registrations_decisions_tenant_id_decision_id",
                        columns: x => new { x.tenant_id, x.decision_id },
                        principalTable: "decisions",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_api_keys_tenant_id_user_id",
                table: "api_keys",
                columns: new[] { "tenant_id", "user_id" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_parent",
                table: "audit_entries",
                columns: new[] { "tenant_id", "parent" });

            migrationBuilder.CreateIndex(
                name: "ix_audit_entries_tenant_id_resource",
                table: "audit_entries",
                columns: new[] { "tenant_id", "resource" });

            migrationBuilder.CreateIndex(
                name: "ix_business_profiles_tenant_id_name_key",
                table: "business_profiles",
                columns: new[] { "tenant_id", "name_key" });

            migrationBuilder.CreateIndex(
                name: "ix_business_profiles_tenant_id_reference_id",
                table: "business_profiles",
                columns: new[] { "tenant_id", "reference_id" });

            migrationBuilder.CreateIndex(
                name: "ix_decisions_tenant_id_inquiry_id",
                table: "decisions",
                columns: new[] { "tenant_id", "inquiry_id" });

            migrationBuilder.CreateIndex(
                name: "ix_documents_tenant_id_stored_as",
                table: "documents",
                columns: new[] { "tenant_id", "stored_as" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_events_tenant_id_event_id",
                table: "events",
                columns: new[] { "tenant_id", "event_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_tenant_id_awaits",
                table: "idempotency_keys",
                columns: new[] { "tenant_id", "awaits" },
                filter: "awaits IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_idempotency_keys_tenant_id_created_at",
                table: "idempotency_keys",
                columns: new[] { "tenant_id", "created_at" });

            migrationBuilder.CreateIndex(
                name: "ix_individual_profiles_tenant_id_email_hash",
                table: "individual_profiles",
                columns: new[] { "tenant_id", "email_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_individual_profiles_tenant_id_name_hash",
                table: "individual_profiles",
                columns: new[] { "tenant_id", "name_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_individual_profiles_tenant_id_reference_id",
                table: "individual_profiles",
                columns: new[] { "tenant_id", "reference_id" });

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_tenant_id_expires_at",
                table: "inquiries",
                columns: new[] { "tenant_id", "expires_at" },
                filter: "status IN ('open', 'needs_information')");

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_tenant_id_profile_id",
                table: "inquiries",
                columns: new[] { "tenant_id", "profile_id" });

            migrationBuilder.CreateIndex(
                name: "ix_inquiries_tenant_id_reference_id",
                table: "inquiries",
                columns: new[] { "tenant_id", "reference_id" });

            migrationBuilder.CreateIndex(
                name: "ix_jobs_tenant_id_due_at",
                table: "jobs",
                columns: new[] { "tenant_id", "due_at" },
                filter: "dead_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_people_tenant_id_email_hash",
                table: "people",
                columns: new[] { "tenant_id", "email_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_people_tenant_id_name_hash",
                table: "people",
                columns: new[] { "tenant_id", "name_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_people_tenant_id_profile_id",
                table: "people",
                columns: new[] { "tenant_id", "profile_id" });

            migrationBuilder.CreateIndex(
                name: "ix_profile_changes_tenant_id_profile_id_id",
                table: "profile_changes",
                columns: new[] { "tenant_id", "profile_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_profile_identifiers_tenant_id_profile_id",
                table: "profile_identifiers",
                columns: new[] { "tenant_id", "profile_id" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_matches_tenant_id_profile_id_subject_entity_hash",
                table: "screening_matches",
                columns: new[] { "tenant_id", "profile_id", "subject", "entity_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_screening_matches_tenant_id_status_id",
                table: "screening_matches",
                columns: new[] { "tenant_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_snapshots_list_key_id",
                table: "screening_snapshots",
                columns: new[] { "list_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_sender_registrations_tenant_id_deadline",
                table: "sender_registrations",
                columns: new[] { "tenant_id", "deadline" },
                filter: "status = 'action_required'");

            migrationBuilder.CreateIndex(
                name: "ix_sender_registrations_tenant_id_decision_id",
                table: "sender_registrations",
                columns: new[] { "tenant_id", "decision_id" });

            migrationBuilder.CreateIndex(
                name: "ix_sender_registrations_tenant_id_profile_id_country_sender_ty",
                table: "sender_registrations",
                columns: new[] { "tenant_id", "profile_id", "country", "sender_type" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_sender_registrations_tenant_id_valid_until",
                table: "sender_registrations",
                columns: new[] { "tenant_id", "valid_until" },
                filter: "status IN ('active', 'action_required')");

            migrationBuilder.CreateIndex(
                name: "ix_tenants_organization_id_mode",
                table: "tenants",
                columns: new[] { "organization_id", "mode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_users_email",
                table: "users",
                columns: new[] { "tenant_id", "email_hash" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_verifications_tenant_id_inquiry_id",
                table: "verifications",
                columns: new[] { "tenant_id", "inquiry_id" });

            migrationBuilder.CreateIndex(
                name: "ix_verifications_tenant_id_profile_id",
                table: "verifications",
                columns: new[] { "tenant_id", "profile_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "api_key_directory");

            migrationBuilder.DropTable(
                name: "api_keys");

            migrationBuilder.DropTable(
                name: "audit_entries");

            migrationBuilder.DropTable(
                name: "documents");

            migrationBuilder.DropTable(
                name: "event_heads");

            migrationBuilder.DropTable(
                name: "events");

            migrationBuilder.DropTable(
                name: "idempotency_keys");

            migrationBuilder.DropTable(
                name: "individual_profiles");

            migrationBuilder.DropTable(
                name: "jobs");

            migrationBuilder.DropTable(
                name: "outbox");

            migrationBuilder.DropTable(
                name: "people");

            migrationBuilder.DropTable(
                name: "policy_contents");

            migrationBuilder.DropTable(
                name: "profile_changes");

            migrationBuilder.DropTable(
                name: "profile_identifiers");

            migrationBuilder.DropTable(
                name: "screening_files");

            migrationBuilder.DropTable(
                name: "screening_matches");

            migrationBuilder.DropTable(
                name: "sender_registrations");

            migrationBuilder.DropTable(
                name: "subject_keys");

            migrationBuilder.DropTable(
                name: "tenants");

            migrationBuilder.DropTable(
                name: "verifications");

            migrationBuilder.DropTable(
                name: "users");

            migrationBuilder.DropTable(
                name: "business_profiles");

            migrationBuilder.DropTable(
                name: "screening_snapshots");

            migrationBuilder.DropTable(
                name: "decisions");

            migrationBuilder.DropTable(
                name: "organizations");

            migrationBuilder.DropTable(
                name: "inquiries");
        }
    }
}
