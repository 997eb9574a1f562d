using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace KybPlatform.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class ScreeningMonitor : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "monitored_parties",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    of_business = table.Column<bool>(type: "boolean", nullable: false),
                    lists = table.Column<string[]>(type: "text[]", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    sealed_for = table.Column<Guid>(type: "uuid", nullable: false),
                    @sealed = table.Column<byte[]>(name: "sealed", type: "bytea", nullable: false),
                    party_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    screened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_monitored_parties", x => new { x.tenant_id, x.profile_id, x.subject });
                });

            migrationBuilder.CreateTable(
                name: "screening_settings",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    threshold = table.Column<double>(type: "double precision", nullable: false),
                    changed_by = table.Column<string>(type: "text", nullable: false),
                    changed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_settings", x => x.tenant_id);
                });

            migrationBuilder.CreateTable(
                name: "screening_sweeps",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    list_key = table.Column<string>(type: "text", nullable: false),
                    from_snapshot = table.Column<string>(type: "text", nullable: true),
                    to_snapshot = table.Column<string>(type: "text", nullable: false),
                    to_import = table.Column<Guid>(type: "uuid", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    arrived = table.Column<int>(type: "integer", nullable: false),
                    departed = table.Column<int>(type: "integer", nullable: false),
                    parties = table.Column<int>(type: "integer", nullable: false),
                    parties_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    changes = table.Column<int>(type: "integer", nullable: false),
                    cursor = table.Column<Guid>(type: "uuid", nullable: false),
                    started_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    late_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_sweeps", x => new { x.tenant_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "screening_changes",
                columns: table => new
                {
                    tenant_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sweep_id = table.Column<Guid>(type: "uuid", nullable: false),
                    match_id = table.Column<Guid>(type: "uuid", nullable: false),
                    profile_id = table.Column<Guid>(type: "uuid", nullable: false),
                    of_business = table.Column<bool>(type: "boolean", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    change = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_screening_changes", x => new { x.tenant_id, x.sweep_id, x.match_id });
                    table.ForeignKey(
                        name: "fk_screening_changes_screening_sweeps_tenant_id_sweep_id",
                        columns: x => new { x.tenant_id, x.sweep_id },
                        principalTable: "screening_sweeps",
                        principalColumns: new[] { "tenant_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_screening_sweeps_tenant_id_list_key_id",
                table: "screening_sweeps",
                columns: new[] { "tenant_id", "list_key", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_screening_sweeps_tenant_id_to_import",
                table: "screening_sweeps",
                columns: new[] { "tenant_id", "to_import" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "monitored_parties");

            migrationBuilder.DropTable(
                name: "screening_changes");

            migrationBuilder.DropTable(
                name: "screening_settings");

            migrationBuilder.DropTable(
                name: "screening_sweeps");
        }
    }
}
