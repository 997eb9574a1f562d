using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Cases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "case_id",
                table: "inquiries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<byte[]>(
                name: "overrides",
                table: "decisions",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "business_calendars",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    hours = table.Column<string>(type: "jsonb", nullable: false),
                    holidays = table.Column<DateOnly[]>(type: "date[]", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_business_calendars", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "case_attachments",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    document_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_attachments", x => new { x.tenant_id, x.case_id, x.document_id });
                });

            migrationBuilder.CreateTable(
                name: "case_reviewers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    user_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    countries = table.Column<string[]>(type: "text[]", nullable: false),
                    sender_types = table.Column<string[]>(type: "text[]", nullable: false),
                    available = table.Column<bool>(type: "boolean", nullable: false),
                    away_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    most_cases = table.Column<int>(type: "integer", nullable: true),
                    last_assigned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_reviewers", x => new { x.tenant_id, x.user_id });
                });

            migrationBuilder.CreateTable(
                name: "case_templates",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    four_eyes = table.Column<bool>(type: "boolean", nullable: false),
                    fields = table.Column<string>(type: "jsonb", nullable: false),
                    checklist = table.Column<string>(type: "jsonb", nullable: false),
                    reason_rules = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_templates", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "case_queues",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    rule = table.Column<string>(type: "text", nullable: true),
                    position = table.Column<int>(type: "integer", nullable: false),
                    assignment = table.Column<string>(type: "text", nullable: false),
                    by_skills = table.Column<bool>(type: "boolean", nullable: false),
                    four_eyes = table.Column<bool>(type: "boolean", nullable: false),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    sla_minutes = table.Column<int>(type: "integer", nullable: true),
                    escalate_minutes = table.Column<int>(type: "integer", nullable: true),
                    escalate_to = table.Column<Guid>(type: "uuid", nullable: true),
                    calendar_id = table.Column<Guid>(type: "uuid", nullable: true),
                    undo_minutes = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_queues", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_case_queues_business_calendars_tenant_id_calendar_id",
                        columns: x => new { x.tenant_id, x.calendar_id },
                        principalTable: "business_calendars",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_case_queues_case_queues_tenant_id_escalate_to",
                        columns: x => new { x.tenant_id, x.escalate_to },
                        principalTable: "case_queues",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "cases",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    inquiry_id = table.Column<Guid>(type: "uuid", nullable: true),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: true),
                    applicant = table.Column<string>(type: "text", nullable: true),
                    country = table.Column<string>(type: "text", nullable: true),
                    sender_type = table.Column<string>(type: "text", nullable: true),
                    policy_key = table.Column<string>(type: "text", nullable: true),
                    reasons = table.Column<string[]>(type: "text[]", nullable: false),
                    risk = table.Column<int>(type: "integer", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    queue_id = table.Column<Guid>(type: "uuid", nullable: true),
                    template_id = table.Column<Guid>(type: "uuid", nullable: true),
                    assignee = table.Column<string>(type: "text", nullable: true),
                    assigned_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    four_eyes = table.Column<bool>(type: "boolean", nullable: false),
                    proposed_by = table.Column<string>(type: "text", nullable: true),
                    proposed = table.Column<string>(type: "text", nullable: true),
                    proposal = table.Column<byte[]>(type: "bytea", nullable: true),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    decided_by = table.Column<string>(type: "text", nullable: true),
                    resolution = table.Column<string>(type: "text", nullable: true),
                    decision_id = table.Column<Guid>(type: "uuid", nullable: true),
                    resolved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undo_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undo_minutes = table.Column<int>(type: "integer", nullable: false),
                    calendar_id = table.Column<Guid>(type: "uuid", nullable: true),
                    target_seconds = table.Column<int>(type: "integer", nullable: true),
                    warn_seconds = table.Column<int>(type: "integer", nullable: true),
                    used_seconds = table.Column<int>(type: "integer", nullable: false),
                    running_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    warn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    escalated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    breached_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    waiting_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    waiting_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    waited_seconds = table.Column<int>(type: "integer", nullable: false),
                    sealed_for = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: true),
                    checklist = table.Column<string>(type: "jsonb", nullable: false),
                    created_by = table.Column<string>(type: "text", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_cases", x => new { x.tenant_id, x.id });
                    table.CheckConstraint("ck_cases_four_eyes", "NOT four_eyes OR decided_by IS NULL OR\n(proposed_by IS NOT NULL AND proposed_by <> decided_by AND proposed_by LIKE 'usr\\_%' AND decided_by LIKE 'usr\\_%' AND proposed = resolution)");
                    table.ForeignKey(
                        name: "fk_cases_business_calendars_tenant_id_calendar_id",
                        columns: x => new { x.tenant_id, x.calendar_id },
                        principalTable: "business_calendars",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cases_case_queues_tenant_id_queue_id",
                        columns: x => new { x.tenant_id, x.queue_id },
                        principalTable: "case_queues",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cases_case_templates_tenant_id_template_id",
                        columns: x => new { x.tenant_id, x.template_id },
                        principalTable: "case_templates",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_cases_inquiries_tenant_id_inquiry_id",
                        columns: x => new { x.tenant_id, x.inquiry_id },
                        principalTable: "inquiries",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "case_notes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<byte[]>(type: "bytea", nullable: false),
                    mentions = table.Column<string[]>(type: "text[]", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_case_notes", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_case_notes_cases_tenant_id_case_id",
                        columns: x => new { x.tenant_id, x.case_id },
                        principalTable: "cases",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_business_calendars_key",
                table: "business_calendars",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_attachments_tenant_id_document_id",
                table: "case_attachments",
                columns: new[] { "tenant_id", "document_id" });

            migrationBuilder.CreateIndex(
                name: "ix_case_notes_tenant_id_case_id_id",
                table: "case_notes",
                columns: new[] { "tenant_id", "case_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_case_queues_key",
                table: "case_queues",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_case_queues_tenant_id_calendar_id",
                table: "case_queues",
                columns: new[] { "tenant_id", "calendar_id" });

            migrationBuilder.CreateIndex(
                name: "ix_case_queues_tenant_id_escalate_to",
                table: "case_queues",
                columns: new[] { "tenant_id", "escalate_to" });

            migrationBuilder.CreateIndex(
                name: "ix_case_templates_key",
                table: "case_templates",
                columns: new[] { "tenant_id", "key" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_cases_next",
                table: "cases",
                columns: new[] { "tenant_id", "priority", "due_at", "id" },
                descending: new[] { false, true, false, false },
                filter: "status = 'open' AND assignee IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_next_of_queue",
                table: "cases",
                columns: new[] { "tenant_id", "queue_id", "priority", "due_at", "id" },
                descending: new[] { false, false, true, false, false },
                filter: "status = 'open' AND assignee IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_one_open",
                table: "cases",
                columns: new[] { "tenant_id", "inquiry_id" },
                unique: true,
                filter: "status <> 'resolved'");

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_assignee_status_id",
                table: "cases",
                columns: new[] { "tenant_id", "assignee", "status", "id" },
                filter: "assignee IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_calendar_id",
                table: "cases",
                columns: new[] { "tenant_id", "calendar_id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_country_sender_type_status_id",
                table: "cases",
                columns: new[] { "tenant_id", "country", "sender_type", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_due_at",
                table: "cases",
                columns: new[] { "tenant_id", "due_at" },
                filter: "due_at IS NOT NULL AND breached_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_inquiry_id_id",
                table: "cases",
                columns: new[] { "tenant_id", "inquiry_id", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_profile_id",
                table: "cases",
                columns: new[] { "tenant_id", "profile_id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_queue_id_status_id",
                table: "cases",
                columns: new[] { "tenant_id", "queue_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_status_id",
                table: "cases",
                columns: new[] { "tenant_id", "status", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_template_id",
                table: "cases",
                columns: new[] { "tenant_id", "template_id" });

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_waiting_until",
                table: "cases",
                columns: new[] { "tenant_id", "waiting_until" },
                filter: "waiting_until IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_cases_tenant_id_warn_at",
                table: "cases",
                columns: new[] { "tenant_id", "warn_at" },
                filter: "warn_at IS NOT NULL AND escalated_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "case_attachments");

            migrationBuilder.DropTable(
                name: "case_notes");

            migrationBuilder.DropTable(
                name: "case_reviewers");

            migrationBuilder.DropTable(
                name: "cases");

            migrationBuilder.DropTable(
                name: "case_queues");

            migrationBuilder.DropTable(
                name: "case_templates");

            migrationBuilder.DropTable(
                name: "business_calendars");

            migrationBuilder.DropColumn(
                name: "case_id",
                table: "inquiries");

            migrationBuilder.DropColumn(
                name: "overrides",
                table: "decisions");
        }
    }
}
