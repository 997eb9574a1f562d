using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class PolicyLife : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "accepted",
                table: "sender_registrations",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "applicant",
                table: "sender_registrations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "origin",
                table: "sender_registrations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                table: "sender_registrations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "unmet",
                table: "sender_registrations",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");

            migrationBuilder.AddColumn<string>(
                name: "use_case",
                table: "sender_registrations",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "vetted_hash",
                table: "sender_registrations",
                type: "text",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "policy_attestations",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    by = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_attestations", x => new { x.tenant_id, x.hash });
                });

            migrationBuilder.CreateTable(
                name: "policy_layers",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    pack_version = table.Column<string>(type: "text", nullable: true),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_layers", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "policy_packs",
                columns: table => new
                {
                    version = table.Column<string>(type: "text", nullable: false),
                    documents = table.Column<string>(type: "text", nullable: false),
                    kept_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_packs", x => x.version);
                });

            migrationBuilder.CreateTable(
                name: "policy_versions",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "text", nullable: false),
                    origin = table.Column<string>(type: "text", nullable: false),
                    source = table.Column<string>(type: "text", nullable: false),
                    format = table.Column<string>(type: "text", nullable: false),
                    document = table.Column<string>(type: "text", nullable: false),
                    is_base = table.Column<bool>(type: "boolean", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: true),
                    content_hash = table.Column<string>(type: "text", nullable: true),
                    pack_version = table.Column<string>(type: "text", nullable: true),
                    authors = table.Column<string[]>(type: "text[]", nullable: false),
                    summary = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    frozen_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_versions", x => new { x.tenant_id, x.key, x.number });
                });

            migrationBuilder.CreateTable(
                name: "policy_publications",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    hash = table.Column<string>(type: "text", nullable: false),
                    is_base = table.Column<bool>(type: "boolean", nullable: false),
                    set_id = table.Column<Guid>(type: "uuid", nullable: false),
                    leads = table.Column<bool>(type: "boolean", nullable: false),
                    requested_by = table.Column<string>(type: "text", nullable: false),
                    requested_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    approved_by = table.Column<string>(type: "text", nullable: true),
                    approved_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    effective_from = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    generation = table.Column<int>(type: "integer", nullable: true),
                    published_by = table.Column<string>(type: "text", nullable: true),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    withdrawn_by = table.Column<string>(type: "text", nullable: true),
                    withdrawn_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    open_inquiries = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_policy_publications", x => new { x.tenant_id, x.id });
                    table.ForeignKey(
                        name: "fk_policy_publications_policy_versions_tenant_id_key_number",
                        columns: x => new { x.tenant_id, x.key, x.number },
                        principalTable: "policy_versions",
                        principalColumns: new[] { "tenant_id", "key", "number" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_sender_registrations_tenant_id_vetted_hash",
                table: "sender_registrations",
                columns: new[] { "tenant_id", "vetted_hash" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_layers_changed_at",
                table: "policy_layers",
                column: "changed_at");

            migrationBuilder.CreateIndex(
                name: "ix_policy_publications_tenant_id_key_effective_from",
                table: "policy_publications",
                columns: new[] { "tenant_id", "key", "effective_from" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_publications_tenant_id_key_number",
                table: "policy_publications",
                columns: new[] { "tenant_id", "key", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_publications_tenant_id_set_id",
                table: "policy_publications",
                columns: new[] { "tenant_id", "set_id" });

            migrationBuilder.CreateIndex(
                name: "ix_policy_publications_waiting",
                table: "policy_publications",
                columns: new[] { "tenant_id", "key" },
                unique: true,
                filter: "published_at IS NULL AND withdrawn_at IS NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "policy_attestations");

            migrationBuilder.DropTable(
                name: "policy_layers");

            migrationBuilder.DropTable(
                name: "policy_packs");

            migrationBuilder.DropTable(
                name: "policy_publications");

            migrationBuilder.DropTable(
                name: "policy_versions");

            migrationBuilder.DropIndex(
                name: "ix_sender_registrations_tenant_id_vetted_hash",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "accepted",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "applicant",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "origin",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "purpose",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "unmet",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "use_case",
                table: "sender_registrations");

            migrationBuilder.DropColumn(
                name: "vetted_hash",
                table: "sender_registrations");
        }
    }
}
