-- Who has a job, or takes files away that belong to nobody, asks for its upload.
create index uploads_of_job on uploads.uploads (job_id) where job_id is not null;
